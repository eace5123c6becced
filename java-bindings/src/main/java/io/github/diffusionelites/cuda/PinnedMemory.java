package io.github.diffusionelites.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;

/** Host memory that a device copies to and from by itself. */
final class PinnedMemory implements AutoCloseable {

    private final CudaContext context;
    private final long address;
    private final MemorySegment memory;

    /**
     * Takes memory of any content.
     *
     * @throws io.github.diffusionelites.device.DeviceMemoryException if the host cannot pin as much
     */
    PinnedMemory(CudaContext context, long bytes) {
        this.context = context;
        this.address = context.driver().memory().allocatePinned(bytes, 0);
        this.memory = MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    long address() {
        return address;
    }

    /** Fills the first floats of an array from an offset in bytes. */
    void read(long offset, float[] target, int floats) {
        MemorySegment.copy(memory, JAVA_FLOAT, offset, target, 0, floats);
    }

    /** Stores the first floats of an array at an offset in bytes. */
    void write(long offset, float[] source, int floats) {
        MemorySegment.copy(source, 0, memory, JAVA_FLOAT, offset, floats);
    }

    @Override
    public void close() {
        context.driver().memory().freePinned(address);
    }
}
