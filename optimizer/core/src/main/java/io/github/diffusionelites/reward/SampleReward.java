package io.github.diffusionelites.reward;

/** A reward of one sample, computed by Java. Called by one thread at a time. */
@FunctionalInterface
public interface SampleReward {

    /**
     * Scores a sample. What it throws ends the search and reaches its caller.
     *
     * @param sample row-major [channels, length], valid during the call only
     * @param channels of the sample
     * @param length positions of the sample
     * @return the reward; NaN says that there is none
     */
    double reward(float[] sample, int channels, int length);
}
