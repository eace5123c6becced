package io.github.diffusionelites.cuda.blas;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** How functions of cuBLAS are called. */
final class BlasCalls {

    private BlasCalls() {}

    interface Call {
        int invoke(long place) throws Throwable;
    }

    /** Calls with room for a result of 8 bytes, or for two scalars. */
    private static int call(MemorySegment place, Call call) {
        try {
            return call.invoke(place.address());
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("A call of cuBLAS does not fit its signature.", e);
        }
    }

    static int call(Call call) {
        return call(MemorySegment.NULL, call);
    }

    /** Calls what gives a handle. */
    static int handle(long[] result, Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment place = arena.allocate(JAVA_LONG);
            int status = call(place, call);
            if (status == BlasStatus.SUCCESS) {
                result[0] = place.get(JAVA_LONG, 0);
            }
            return status;
        }
    }

    /** Calls what gives a number of 32 bits. */
    static int number(long[] result, Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment place = arena.allocate(JAVA_INT);
            int status = call(place, call);
            if (status == BlasStatus.SUCCESS) {
                result[0] = place.get(JAVA_INT, 0);
            }
            return status;
        }
    }

    /** Calls with the address of two scalars. */
    static int scaled(float alpha, float beta, Call call) {
        try (Arena arena = Arena.ofConfined()) {
            return call(arena.allocateFrom(JAVA_FLOAT, alpha, beta), call);
        }
    }
}
