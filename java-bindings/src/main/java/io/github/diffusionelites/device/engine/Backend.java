package io.github.diffusionelites.device.engine;

import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceMemoryException;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Recording;

/**
 * The memory and the programs of one kind of device. A {@link ManagedDevice} owns it and calls every method but the copies
 * under its lock; copies reach only memory that is allocated.
 */
public interface Backend extends AutoCloseable {

    /** Returns what the device is. */
    DeviceInfo info();

    /** Returns what is held of the device's memory. */
    HeldMemory memory();

    /**
     * Allocates memory filled with zeros, which the caller counts.
     *
     * @param bytes at least 1
     * @return its address
     * @throws DeviceMemoryException if the device does not have it
     */
    long allocate(long bytes);

    /** Frees what {@link #allocate} returned. */
    void free(long address);

    /** Copies floats to the device. */
    void write(long address, float[] source);

    /** Copies integers to the device. */
    void write(long address, int[] source);

    /** Copies floats from the device. */
    void read(long address, float[] target);

    /** Copies integers from the device. */
    void read(long address, int[] target);

    /**
     * Returns the first place of integers on the device that is below 0 or not below {@code end}; -1 where there is none.
     *
     * @param count of the integers, at least 1
     */
    long firstOutside(long address, long count, int end);

    /**
     * Plans and instantiates a recording. What it takes of the memory is counted when this returns.
     *
     * @param addresses of the recording's buffers
     * @throws DeviceMemoryException if workspace or weights do not fit
     */
    Runner compile(Recording recording, PlanOptions options, Addresses addresses);

    /** Closes the device, whose programs and memory are freed. */
    @Override
    void close();
}
