package io.github.diffusionelites.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.diffusionelites.cuda.driver.CheckedMemory;
import io.github.diffusionelites.device.engine.HeldMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Memory of a device, counted, and copies to and from it, which are done when they return. */
final class CudaMemory {

    /** What the host holds of a copy at a time. */
    private static final int STAGED_BYTES = 8 << 20;

    private record Block(long bytes, String purpose) {}

    private final CudaContext context;
    private final HeldMemory held;
    private final Map<Long, Block> blocks = new HashMap<>();

    CudaMemory(CudaContext context, HeldMemory held) {
        this.context = context;
        this.held = held;
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
        context.enter();
        calls().fill(address, (byte) 0, bytes);
    }

    void write(long address, MemorySegment host) {
        context.enter();
        calls().copyToDevice(address, host.address(), host.byteSize());
    }

    void write(long address, float[] source) {
        write(address, source, source.length);
    }

    /** Copies the first floats of an array to the device. */
    void write(long address, float[] source, int floats) {
        inParts(floats, (arena, first, count) -> {
            MemorySegment part = arena.allocate(JAVA_FLOAT, count);
            MemorySegment.copy(source, first, part, JAVA_FLOAT, 0, count);
            write(address + (long) first * Float.BYTES, part);
        });
    }

    void write(long address, int[] source) {
        inParts(source.length, (arena, first, count) -> {
            MemorySegment part = arena.allocate(JAVA_INT, count);
            MemorySegment.copy(source, first, part, JAVA_INT, 0, count);
            write(address + (long) first * Integer.BYTES, part);
        });
    }

    void read(long address, float[] target) {
        read(address, target, target.length);
    }

    /** Fills the first floats of an array from the device. */
    void read(long address, float[] target, int floats) {
        inParts(floats, (arena, first, count) -> {
            MemorySegment part = arena.allocate(JAVA_FLOAT, count);
            read(address + (long) first * Float.BYTES, part);
            MemorySegment.copy(part, JAVA_FLOAT, 0, target, first, count);
        });
    }

    void read(long address, int[] target) {
        inParts(target.length, (arena, first, count) -> {
            MemorySegment part = arena.allocate(JAVA_INT, count);
            read(address + (long) first * Integer.BYTES, part);
            MemorySegment.copy(part, JAVA_INT, 0, target, first, count);
        });
    }

    private void read(long address, MemorySegment host) {
        context.enter();
        calls().copyToHost(host.address(), address, host.byteSize());
    }

    private interface Part {
        void copy(Arena arena, int first, int count);
    }

    /** Java heap is never handed to the driver, which may read it after the collector has moved it. */
    private static void inParts(int words, Part part) {
        int most = STAGED_BYTES / Float.BYTES;
        for (int first = 0; first < words; first += most) {
            try (Arena arena = Arena.ofConfined()) {
                part.copy(arena, first, Math.min(most, words - first));
            }
        }
    }

    private CheckedMemory calls() {
        return context.driver().memory();
    }
}
