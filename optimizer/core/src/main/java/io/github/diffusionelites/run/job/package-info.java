/**
 * Job files: what a run is to do, in TOML.
 *
 * <p>{@link io.github.diffusionelites.run.job.JobFile} reads a file into a
 * {@link io.github.diffusionelites.run.job.Job} and refuses everything that it does not understand;
 * {@link io.github.diffusionelites.run.job.JobText} writes a job with every default filled in, so that it reads back as
 * an equal job. {@link io.github.diffusionelites.run.job.BatchJobFile} and
 * {@link io.github.diffusionelites.run.job.BatchJobText} do so for jobs of many searches.
 */
@NullMarked
package io.github.diffusionelites.run.job;

import org.jspecify.annotations.NullMarked;
