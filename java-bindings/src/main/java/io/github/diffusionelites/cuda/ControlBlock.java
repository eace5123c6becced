package io.github.diffusionelites.cuda;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.diffusionelites.cuda.driver.CheckedMemory;
import io.github.diffusionelites.device.engine.Cleanup;
import java.lang.foreign.MemorySegment;

/**
 * What a recorded graph is told before it is launched, the {@code Control} of chunk.h, and the times that it stamps;
 * both with a twin in pinned memory.
 */
final class ControlBlock implements AutoCloseable {

    private static final int GENERATION = 8;
    private static final int CANCELLED = 12;
    private static final int STOPPED = 16;
    private static final int SEARCHES = 20;
    private static final int SEEDS = 24;
    private static final int GENERATIONS = 32;
    private static final int CONTROL_BYTES = 40;
    private static final int STAMPS = 3;
    private static final int BYTES = CONTROL_BYTES + STAMPS * Long.BYTES;
    /** Behind what runs use: a word that is never anything but 1, for {@link #cancel}. */
    private static final int ONE = BYTES;

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
            this.pinned = calls().allocatePinned(BYTES + Long.BYTES, 0);
        } catch (RuntimeException e) {
            Cleanup.after(e, () -> memory.giveBack(address));
            throw e;
        }
        this.host = MemorySegment.ofAddress(pinned).reinterpret(BYTES + Long.BYTES);
        host.set(JAVA_INT, ONE, 1);
        keepTime(0, 0, 0);
    }

    long address() {
        return address;
    }

    /**
     * Says where searches keep their own time, from the next run on.
     *
     * @param seeds address of the first array of {@link io.github.diffusionelites.device.SearchClocks}, 0 for none
     * @param generations address of the second
     */
    final void keepTime(int searches, long seeds, long generations) {
        host.set(JAVA_INT, SEARCHES, searches);
        host.set(JAVA_LONG, SEEDS, seeds);
        host.set(JAVA_LONG, GENERATIONS, generations);
    }

    /** Enqueues the seed and the generation of a run, and where searches keep their own. */
    void tell(long seed, int generation, long stream) {
        host.set(JAVA_LONG, 0, seed);
        host.set(JAVA_INT, GENERATION, generation);
        host.set(JAVA_INT, CANCELLED, 0);
        host.set(JAVA_INT, STOPPED, 0);
        calls().copyToDevice(address, pinned, CONTROL_BYTES, stream);
    }

    /** Enqueues that the run in progress is cancelled, on a stream that waits for nothing. */
    void cancel(long stream) {
        calls().copyToDevice(address + CANCELLED, pinned + ONE, Integer.BYTES, stream);
    }

    /** Returns whether the run ended before its population-wide part, once the stream has come that far. */
    boolean stopped() {
        return host.get(JAVA_INT, STOPPED) != 0;
    }

    /** A launch that stamps the time of the device. */
    Launch stamp(int place) {
        return stamp("stamp", place);
    }

    /** As {@link #stamp}; also decides whether the population-wide part follows. */
    Launch stampAndDecide(int place) {
        return stamp("stamp_and_decide", place);
    }

    private Launch stamp(String kernel, int place) {
        return Launch.ofBlocks(
                kernel,
                1,
                1,
                0,
                new Arguments().pointers(address, address + CONTROL_BYTES + (long) place * Long.BYTES));
    }

    /** Enqueues, or records, that the decision and the stamps come back. */
    void fetch(long stream) {
        calls().copyToHost(pinned + STOPPED, address + STOPPED, BYTES - STOPPED, stream);
    }

    /** Returns a stamp in nanoseconds, once the stream has come that far. */
    long stamped(int place) {
        return host.get(JAVA_LONG, CONTROL_BYTES + (long) place * Long.BYTES);
    }

    @Override
    public void close() {
        Cleanup.all(() -> calls().freePinned(pinned), () -> memory.giveBack(address));
    }

    private CheckedMemory calls() {
        return context.driver().memory();
    }
}
