package io.github.diffusionelites.device;

/**
 * Wall-clock nanoseconds of one run of a program, and what became of a reward computed by Java.
 *
 * @param individuals from the first chunk's start to the last chunk's end, host rewards included
 * @param hostReward inside the host reward, summed over its threads, which overlaps the decoding of other chunks; 0
 *     without one
 * @param population selection, refit and statistics
 * @param hostRewards calls of the host reward; {@link HostRewardReport#NONE} without one
 */
public record StageTimes(long individuals, long hostReward, long population, HostRewardReport hostRewards) {

    /** Makes the times of a run without a host reward's calls. */
    public StageTimes(long individuals, long hostReward, long population) {
        this(individuals, hostReward, population, HostRewardReport.NONE);
    }
}
