package io.github.diffusionelites.device;

/** A batch of decoded samples for a host reward. Valid during the call only. */
public interface HostBatch {

    /** Returns the number of samples. */
    int size();

    /** Returns the floats of a sample: channels times length. */
    int width();

    /** Returns the search of sample {@code i}, as its place in the batch of searches. */
    int search(int i);

    /** Returns the individual of sample {@code i} within its search. */
    int individual(int i);

    /**
     * Copies sample {@code i}, row-major [channels, length].
     *
     * @param target at least {@link #width} floats
     */
    void sample(int i, float[] target);

    /** Sets the reward of sample {@code i}. NaN says that it has none. */
    void reward(int i, float reward);
}
