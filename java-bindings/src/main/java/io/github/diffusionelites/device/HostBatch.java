package io.github.diffusionelites.device;

/**
 * A batch of decoded samples for a host reward, copied out of the population. Valid during the call only: once the
 * reward has returned, timed out or was cancelled, every use of a sample throws an {@link IllegalStateException}.
 * Threads that the reward starts may share it as long as they work on different samples.
 */
public interface HostBatch {

    /** Returns the number of samples. */
    int size();

    /** Returns the floats of a sample: channels times length. */
    int width();

    /** Returns the search of sample {@code i}: its place among the searches of a batch, in a pool of searches its id. */
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
