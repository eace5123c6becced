/**
 * What the directory of a batch job holds, and what reads it: the journal of finished searches, their samples in
 * arrays, and the manifest.
 *
 * <p>The {@linkplain io.github.diffusionelites.batch.store.BatchJournal journal} decides whether a search is finished.
 * Whoever writes forces the {@linkplain io.github.diffusionelites.batch.store.ResultShards arrays} before the journal
 * tells of a search, so that the samples of a finished search are there whatever happens.
 */
@NullMarked
package io.github.diffusionelites.batch.store;

import org.jspecify.annotations.NullMarked;
