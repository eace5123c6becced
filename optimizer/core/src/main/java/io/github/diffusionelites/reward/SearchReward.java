package io.github.diffusionelites.reward;

/**
 * A reward of one sample that depends on its search: on the parameters that the search has for itself. Called by one
 * thread at a time, unless {@link io.github.diffusionelites.device.HostRewardSettings} ask for more.
 */
@FunctionalInterface
public interface SearchReward {

    /**
     * Scores a sample. Where it throws, its whole batch has no reward, as
     * {@link io.github.diffusionelites.device.HostRewardSettings} say.
     *
     * @param sample a copy, row-major [channels, length], valid during the call only
     * @param channels of the sample
     * @param length positions of the sample
     * @param parameters of the search, the array itself and no copy; it must not be changed
     * @return the reward, rounded as that of a {@link SampleReward}
     */
    double reward(float[] sample, int channels, int length, float[] parameters);
}
