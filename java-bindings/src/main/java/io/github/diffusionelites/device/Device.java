package io.github.diffusionelites.device;

/**
 * A place where populations live and programs run.
 *
 * <p>Any thread may call a device, one at a time. A device is closed after its programs and buffers; whatever is still
 * open then is closed with it.
 */
public interface Device extends AutoCloseable {

    /** Returns what this device is. */
    DeviceInfo info();

    /**
     * Returns how much of {@link DeviceInfo#memoryBytes} buffers and workspaces of this device leave free; all of it
     * where a device does not keep count.
     */
    default long freeBytes() {
        return info().memoryBytes();
    }

    /**
     * Allocates a buffer filled with zeros.
     *
     * @param type of the elements
     * @param dimensions outermost first, each at least 1
     * @throws DeviceMemoryException if the device does not have the memory
     */
    Buffer allocate(ElementType type, long... dimensions);

    /**
     * Plans and instantiates a recording: chooses the chunk and the lanes, lays out the workspace, packs the weights.
     *
     * @throws DeviceMemoryException if the workspace does not fit
     * @throws IllegalArgumentException if an operation's shapes are beyond what the device supports
     */
    Program compile(Recording recording, PlanOptions options);

    /** Closes the device. Further calls do nothing. */
    @Override
    void close();
}
