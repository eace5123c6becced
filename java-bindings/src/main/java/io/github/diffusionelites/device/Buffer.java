package io.github.diffusionelites.device;

/**
 * Memory of a device, row-major, at the edge layout: float32 or int32, the last dimension contiguous.
 *
 * <p>A buffer belongs to the device that allocated it. It is closed by its owner, once or more often, before the
 * device; a program refuses to run after one of its buffers is closed. Reads and writes copy and return when the
 * copy is done; they must not overlap a run of a program that uses the buffer.
 */
public interface Buffer extends AutoCloseable {

    /** Returns the type of the elements. */
    ElementType type();

    /** Returns the dimensions, outermost first. */
    Shape shape();

    /**
     * Copies floats to the device.
     *
     * @param offset first element to write, in elements
     * @param source what to write, all of it
     * @throws IndexOutOfBoundsException if the range is not inside the buffer
     * @throws IllegalStateException if the buffer is closed or holds integers
     */
    void write(long offset, float[] source);

    /** Copies integers to the device; as {@link #write(long, float[])}. */
    void write(long offset, int[] source);

    /**
     * Copies floats from the device.
     *
     * @param offset first element to read, in elements
     * @param target what to fill, all of it
     * @throws IndexOutOfBoundsException if the range is not inside the buffer
     * @throws IllegalStateException if the buffer is closed or holds integers
     */
    void read(long offset, float[] target);

    /** Copies integers from the device; as {@link #read(long, float[])}. */
    void read(long offset, int[] target);

    /** Returns all floats of a buffer of at most 2^31 - 1 elements. */
    default float[] floats() {
        float[] all = new float[Math.toIntExact(shape().elements())];
        read(0, all);
        return all;
    }

    /** Returns all integers of a buffer of at most 2^31 - 1 elements. */
    default int[] ints() {
        int[] all = new int[Math.toIntExact(shape().elements())];
        read(0, all);
        return all;
    }

    /**
     * Frees the memory, after waiting for the end of a run that uses it, which goes on. Further calls do nothing.
     *
     * @throws IllegalStateException if the reward of a program that runs and uses the buffer calls this
     */
    @Override
    void close();
}
