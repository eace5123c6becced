package io.github.diffusionelites.reward;

/**
 * A reward of one sample, computed by Java. Called by one thread at a time, unless
 * {@link io.github.diffusionelites.device.HostRewardSettings} ask for more.
 */
@FunctionalInterface
public interface SampleReward {

    /**
     * Scores a sample. Where it throws, its whole batch has no reward, as
     * {@link io.github.diffusionelites.device.HostRewardSettings} say.
     *
     * @param sample a copy, row-major [channels, length], valid during the call only
     * @param channels of the sample
     * @param length positions of the sample
     * @return the reward, which is rounded to float32: what differs by less is equal, and beyond 3.4e38 it is infinite; NaN
     *     says that there is none
     */
    double reward(float[] sample, int channels, int length);
}
