package io.github.diffusionelites.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Native memory for tests. */
final class Native {

    private static final int RESCALE_BYTES = 32;

    private Native() {}

    static MemorySegment at(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    /** Returns the address of an array with the address of the one parameter of the kernel {@code rescale}. */
    static long rescale(Arena arena, long source, long target, int rows, int width, float length) {
        MemorySegment parameter = arena.allocate(RESCALE_BYTES, Long.BYTES);
        parameter.set(JAVA_LONG, 0, source);
        parameter.set(JAVA_LONG, 8, target);
        parameter.set(JAVA_INT, 16, rows);
        parameter.set(JAVA_INT, 20, width);
        parameter.set(JAVA_FLOAT, 24, length);
        return arena.allocateFrom(JAVA_LONG, parameter.address()).address();
    }
}
