/**
 * Runs: a job is prepared, searched, and written to a directory.
 *
 * <p>{@link io.github.diffusionelites.run.PreparedRun} checks all that a job names before anything is written;
 * {@link io.github.diffusionelites.run.RunDirectory} holds what a run found.
 */
package io.github.diffusionelites.run;
