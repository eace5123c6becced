package io.github.diffusionelites.device;

/** A reward as a function from samples to numbers, for {@link #toHostReward}. */
@FunctionalInterface
public interface BatchReward {

    /**
     * Scores a batch.
     *
     * @param samples one array a sample, row-major [channels, length]; the function's own copies
     * @return one reward a sample, in order; NaN says that there is none
     */
    float[] rewards(float[][] samples);

    /**
     * Returns the same reward for batches.
     *
     * @return throws {@link RewardCountException} where the function returns null or another number of rewards
     */
    default HostReward toHostReward() {
        return batch -> {
            float[][] samples = new float[batch.size()][batch.width()];
            for (int i = 0; i < samples.length; i++) {
                batch.sample(i, samples[i]);
            }
            // The function may change its array of samples, so that the number is taken from the batch.
            float[] rewards = rewards(samples);
            if (rewards == null || rewards.length != batch.size()) {
                throw new RewardCountException(
                        rewards == null ? "null" : "an array of length " + rewards.length, batch.size());
            }
            for (int i = 0; i < rewards.length; i++) {
                batch.reward(i, rewards[i]);
            }
        };
    }
}
