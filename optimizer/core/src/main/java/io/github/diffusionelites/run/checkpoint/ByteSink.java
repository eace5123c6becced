package io.github.diffusionelites.run.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes little-endian bytes to a stream, a part at a time, as a state may fill most of the heap. Arrays and texts are
 * preceded by their length. Each method throws what the stream throws.
 */
public final class ByteSink {

    private static final int PART = 1 << 16;

    private final OutputStream stream;
    private final ByteBuffer part;
    private long flushed;

    /** Writes to a stream, which stays open. */
    public ByteSink(OutputStream stream) {
        this(stream, PART);
    }

    /** Writes to a stream in parts of this many bytes, at least 8. */
    ByteSink(OutputStream stream, int partBytes) {
        this.stream = stream;
        this.part = ByteBuffer.allocate(partBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Puts bytes without their number. */
    public ByteSink raw(byte[] values) throws IOException {
        flush();
        stream.write(values);
        flushed += values.length;
        return this;
    }

    /** Puts 4 bytes. */
    public ByteSink integer(int value) throws IOException {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    /** Puts 8 bytes. */
    public ByteSink whole(long value) throws IOException {
        room(Long.BYTES).putLong(value);
        return this;
    }

    /** Puts a float in its raw bits. */
    public ByteSink single(float value) throws IOException {
        return integer(Float.floatToRawIntBits(value));
    }

    /** Puts a double in its raw bits. */
    public ByteSink number(double value) throws IOException {
        return whole(Double.doubleToRawLongBits(value));
    }

    /** Puts the number of bytes and the text in UTF-8. */
    public ByteSink text(String value) throws IOException {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        return integer(encoded.length).raw(encoded);
    }

    /** Puts the number of values and the values. */
    public ByteSink integers(int[] values) throws IOException {
        integer(values.length);
        for (int value : values) {
            integer(value);
        }
        return this;
    }

    /** Puts the number of values and their raw bits. */
    public ByteSink floats(float[] values) throws IOException {
        integer(values.length);
        for (float value : values) {
            single(value);
        }
        return this;
    }

    /** Returns the number of bytes so far. */
    public long size() {
        return flushed + part.position();
    }

    /** Hands all bytes to the stream. */
    public void flush() throws IOException {
        stream.write(part.array(), 0, part.position());
        flushed += part.position();
        part.clear();
    }

    private ByteBuffer room(int size) throws IOException {
        if (part.remaining() < size) {
            flush();
        }
        return part;
    }
}
