package io.github.diffusionelites.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The fields of a kernel's argument struct, in their order; each begins at a multiple of its own size, and the struct
 * ends at a multiple of the largest, as C lays structs out.
 */
final class Arguments {

    /** More than any kernel has; the driver takes at most 4 KiB. */
    private static final int MOST_BYTES = 512;

    private final ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES).order(ByteOrder.nativeOrder());
    private int alignment = 1;

    Arguments pointer(long address) {
        return aligned(Long.BYTES).put(address);
    }

    Arguments number(long value) {
        return aligned(Long.BYTES).put(value);
    }

    Arguments integer(int value) {
        aligned(Integer.BYTES).bytes.putInt(value);
        return this;
    }

    Arguments real(float value) {
        aligned(Float.BYTES).bytes.putFloat(value);
        return this;
    }

    Arguments integers(int... values) {
        for (int value : values) {
            integer(value);
        }
        return this;
    }

    Arguments pointers(long... addresses) {
        for (long address : addresses) {
            pointer(address);
        }
        return this;
    }

    /** Returns the struct, with the padding at its end. */
    byte[] struct() {
        int length = Math.ceilDiv(bytes.position(), alignment) * alignment;
        byte[] struct = new byte[length];
        bytes.get(0, struct);
        return struct;
    }

    private Arguments aligned(int size) {
        alignment = Math.max(alignment, size);
        bytes.position(Math.ceilDiv(bytes.position(), size) * size);
        return this;
    }

    private Arguments put(long value) {
        bytes.putLong(value);
        return this;
    }
}
