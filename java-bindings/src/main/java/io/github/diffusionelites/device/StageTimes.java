package io.github.diffusionelites.device;

/**
 * Wall-clock nanoseconds of one run of a program.
 *
 * @param individuals from the first chunk's start to the last chunk's end, host rewards included
 * @param hostReward inside the host reward, which overlaps the decoding of other chunks; 0 without one
 * @param population selection, refit and statistics
 */
public record StageTimes(long individuals, long hostReward, long population) {}
