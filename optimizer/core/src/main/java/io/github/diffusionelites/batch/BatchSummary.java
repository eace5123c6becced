package io.github.diffusionelites.batch;

/**
 * What became of a job.
 *
 * @param progress at the end
 * @param targets searches that have a target
 * @param interrupted whether searches are left
 */
public record BatchSummary(BatchProgress progress, int targets, boolean interrupted) {}
