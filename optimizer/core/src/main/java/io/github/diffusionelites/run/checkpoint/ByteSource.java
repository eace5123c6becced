package io.github.diffusionelites.run.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a {@link ByteSink} wrote; a length is compared with what is left before anything is allocated. Each method
 * throws {@link CheckpointFormatException} where the bytes do not hold what it returns.
 */
public final class ByteSource {

    private final ByteBuffer bytes;

    /** Reads some of the bytes. */
    public ByteSource(byte[] bytes, int offset, int length) {
        this.bytes = ByteBuffer.wrap(bytes, offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Takes so many bytes. */
    public byte[] raw(int length) {
        byte[] values = new byte[require(length)];
        bytes.get(values);
        return values;
    }

    /** Takes 4 bytes. */
    public int integer() {
        require(Integer.BYTES);
        return bytes.getInt();
    }

    /** Takes 8 bytes. */
    public long whole() {
        require(Long.BYTES);
        return bytes.getLong();
    }

    /** Takes a float of raw bits. */
    public float single() {
        return Float.intBitsToFloat(integer());
    }

    /** Takes a double of raw bits. */
    public double number() {
        return Double.longBitsToDouble(whole());
    }

    /** Takes a text after the number of its bytes. */
    public String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw(integer())))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CheckpointFormatException("a text in it is not UTF-8", e);
        }
    }

    /** Takes values after their number. */
    public int[] integers() {
        int[] values = new int[count(Integer.BYTES)];
        bytes.asIntBuffer().get(values);
        bytes.position(bytes.position() + Integer.BYTES * values.length);
        return values;
    }

    /** Takes values of raw bits after their number. */
    public float[] floats() {
        float[] values = new float[count(Float.BYTES)];
        bytes.asFloatBuffer().get(values);
        bytes.position(bytes.position() + Float.BYTES * values.length);
        return values;
    }

    /** Returns a number of things that follow, each of at least so many bytes. */
    public int count(int leastBytes) {
        int count = integer();
        require((long) count * leastBytes);
        return count;
    }

    /** Checks that all was read. */
    public void end() {
        if (bytes.hasRemaining()) {
            throw new CheckpointFormatException(bytes.remaining() + " bytes follow after its end");
        }
    }

    private int require(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new CheckpointFormatException(
                    "a length in it is " + length + ", but " + bytes.remaining() + " bytes are left");
        }
        return (int) length;
    }
}
