package io.github.diffusionelites.cuda;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.diffusionelites.cuda.driver.CheckedMemory;
import java.lang.foreign.MemorySegment;

/**
 * What a recorded graph is told before it is launched, the {@code Control} of chunk.h, and the times that it stamps;
 * both with a twin in pinned memory.
 */
final class ControlBlock implements AutoCloseable {

    private static final int CONTROL_BYTES = 16;
    private static final int STAMPS = 3;
    private static final int BYTES = CONTROL_BYTES + STAMPS * Long.BYTES;

    private final CudaContext context;
    private final CudaMemory memory;
    private final long address;
    private final long pinned;
    private final MemorySegment host;

    ControlBlock(CudaContext context, CudaMemory memory) {
        this.context = context;
        this.memory = memory;
        this.address = memory.take(BYTES, "control block");
        try {
            this.pinned = calls().allocatePinned(BYTES, 0);
        } catch (RuntimeException | Error e) {
            memory.giveBack(address);
            throw e;
        }
        this.host = MemorySegment.ofAddress(pinned).reinterpret(BYTES);
    }

    long address() {
        return address;
    }

    /** Enqueues the seed and the generation of a run. */
    void tell(long seed, int generation, long stream) {
        host.set(JAVA_LONG, 0, seed);
        host.set(JAVA_INT, Long.BYTES, generation);
        host.set(JAVA_INT, Long.BYTES + Integer.BYTES, 0);
        calls().copyToDevice(address, pinned, CONTROL_BYTES, stream);
    }

    /** A launch that stamps the time of the device. */
    Launch stamp(int place) {
        return new Launch(
                "stamp", 1, 1, 1, 0, new Arguments().pointer(address + CONTROL_BYTES + (long) place * Long.BYTES));
    }

    /** Enqueues, or records, that the stamps come back. */
    void fetchStamps(long stream) {
        calls().copyToHost(pinned + CONTROL_BYTES, address + CONTROL_BYTES, STAMPS * Long.BYTES, stream);
    }

    /** Returns a stamp in nanoseconds, once the stream has come that far. */
    long stamped(int place) {
        return host.get(JAVA_LONG, CONTROL_BYTES + (long) place * Long.BYTES);
    }

    @Override
    public void close() {
        calls().freePinned(pinned);
        memory.giveBack(address);
    }

    private CheckedMemory calls() {
        return context.driver().memory();
    }
}
