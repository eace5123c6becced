package io.github.diffusionelites.device;

/**
 * A place where populations live and programs run.
 *
 * <p>Any thread may call a device. It runs or compiles one program at a time: while it does, a
 * second thread that wants either is refused, and so is a reward computed by Java that the run calls. A device is closed
 * after its programs and buffers; whatever is still open then is closed with it, and a warning of the system logger
 * {@code io.github.diffusionelites.device} says how much that was.
 *
 * <p><b>Threads.</b> Allocating, closing, reading and writing are serialised where they must be, and any number of threads
 * may do it; the order of two that touch the same buffer is for the caller to give. Compiling and running are never
 * queued: who comes second gets an {@link IllegalStateException} at once and may try again. Virtual threads may do all of
 * it; calls to a GPU's driver keep their carrier. On a GPU a call makes the context of the device the current one of the
 * calling thread and leaves it so.
 */
public interface Device extends AutoCloseable {

    /** Returns what this device is. */
    DeviceInfo info();

    /**
     * Returns how much of {@link DeviceInfo#memoryBytes} buffers, workspaces and weights of this device leave free, and
     * on a GPU all others that use it; all of it where a device does not keep count.
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
     * Plans and instantiates a recording: lays out the workspace, packs the weights, chooses the chunk and the lanes.
     * What the options leave to the device is chosen smaller where memory is short.
     *
     * @throws DeviceMemoryException if workspace or weights do not fit
     * @throws IllegalArgumentException if an operation's shapes are beyond what the device supports
     * @throws IllegalStateException if the device is closed, or runs or compiles a program
     */
    Program compile(Recording recording, PlanOptions options);

    /** Closes the device. Further calls do nothing. */
    @Override
    void close();
}
