/**
 * Tables of searches: files in CSV, NDJSON and NPY, and lists and grids that stand in a job.
 *
 * <p>A reader of a kind of table hands rows to {@link io.github.diffusionelites.batch.manifest.SearchRows}, which fills
 * in what the job says for all searches; {@link io.github.diffusionelites.batch.manifest.Columns} knows which columns a
 * job has. Tables are read row by row, and only the searches are kept.
 */
@NullMarked
package io.github.diffusionelites.batch.manifest;

import org.jspecify.annotations.NullMarked;
