package io.github.diffusionelites.run.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Little-endian bytes that grow. Arrays and texts are preceded by their length. */
final class ByteSink {

    private ByteBuffer bytes = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);

    ByteSink raw(byte[] values) {
        room(values.length).put(values);
        return this;
    }

    ByteSink integer(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    ByteSink whole(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    /** Puts a float in its raw bits. */
    ByteSink single(float value) {
        return integer(Float.floatToRawIntBits(value));
    }

    ByteSink text(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        return integer(encoded.length).raw(encoded);
    }

    ByteSink integers(int[] values) {
        integer(values.length);
        int size = Math.multiplyExact(Integer.BYTES, values.length);
        room(size).asIntBuffer().put(values);
        bytes.position(bytes.position() + size);
        return this;
    }

    ByteSink floats(float[] values) {
        integer(values.length);
        int size = Math.multiplyExact(Float.BYTES, values.length);
        room(size).asFloatBuffer().put(values);
        bytes.position(bytes.position() + size);
        return this;
    }

    int size() {
        return bytes.position();
    }

    /** Puts an integer over eight bytes that were put before. */
    void replaceWhole(int offset, long value) {
        bytes.putLong(offset, value);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /**
     * Makes room.
     *
     * @throws ArithmeticException if more than 2^31 - 1 bytes are needed
     */
    private ByteBuffer room(int size) {
        int needed = Math.addExact(bytes.position(), size);
        if (needed > bytes.capacity()) {
            int capacity = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * bytes.capacity()));
            ByteBuffer larger = ByteBuffer.allocate(Math.max(capacity, needed)).order(ByteOrder.LITTLE_ENDIAN);
            bytes = larger.put(bytes.flip());
        }
        return bytes;
    }
}
