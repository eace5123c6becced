package io.github.diffusionelites.cuda;

import io.github.diffusionelites.cuda.driver.CheckedMemory;
import io.github.diffusionelites.device.engine.HeldMemory;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Memory of a device, counted, and copies to and from it, which are done when they return. */
final class CudaMemory implements AutoCloseable {

    private record Block(long bytes, String purpose) {}

    private final CudaContext context;
    private final HeldMemory held;
    private final Staging staging;
    private final Map<Long, Block> blocks = new HashMap<>();

    CudaMemory(CudaContext context, HeldMemory held) {
        this.context = context;
        this.held = held;
        this.staging = new Staging(context);
    }

    HeldMemory held() {
        return held;
    }

    /** Allocates memory of any content, which the caller counts. */
    long allocate(long bytes) {
        context.enter();
        return calls().allocate(bytes);
    }

    /** Frees what {@link #allocate} returned. */
    void free(long address) {
        context.enter();
        calls().free(address);
    }

    /**
     * Allocates memory of any content and counts it.
     *
     * @param purpose what it is called where its use is told
     */
    long take(long bytes, String purpose) {
        held.require(bytes, "the " + purpose, () -> "close programs that are done with, or use a smaller population");
        long address = allocate(bytes);
        blocks.put(address, new Block(bytes, purpose));
        held.take(bytes, () -> purpose);
        return address;
    }

    /** Frees what {@link #take} returned. */
    void giveBack(long address) {
        Block block = Objects.requireNonNull(blocks.remove(address), "memory that was taken");
        free(address);
        held.giveBack(block.bytes, () -> block.purpose);
    }

    void zero(long address, long bytes) {
        staging.zero(address, bytes);
    }

    void write(long address, MemorySegment source) {
        staging.write(address, source);
    }

    void write(long address, float[] source) {
        write(address, source, source.length);
    }

    /** Copies the first floats of an array to the device. */
    void write(long address, float[] source, int floats) {
        write(address, MemorySegment.ofArray(source).asSlice(0, (long) floats * Float.BYTES));
    }

    void write(long address, int[] source) {
        write(address, MemorySegment.ofArray(source));
    }

    void read(long address, float[] target) {
        read(address, target, target.length);
    }

    /** Fills the first floats of an array from the device. */
    void read(long address, float[] target, int floats) {
        staging.read(address, MemorySegment.ofArray(target).asSlice(0, (long) floats * Float.BYTES));
    }

    void read(long address, int[] target) {
        staging.read(address, MemorySegment.ofArray(target));
    }

    @Override
    public void close() {
        staging.close();
    }

    private CheckedMemory calls() {
        return context.driver().memory();
    }
}
