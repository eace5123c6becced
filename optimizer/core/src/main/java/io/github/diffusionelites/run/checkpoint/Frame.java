package io.github.diffusionelites.run.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * A record of a file that is only written at its end: u32 length, contents, and u32 CRC-32C of the contents, all
 * little-endian. Contents are never empty, so that zeros, as a file system may leave them, are no record.
 */
public final class Frame {

    /** Bytes around the contents. */
    static final int OVERHEAD = 2 * Integer.BYTES;

    /** Most records are small, and there are many. */
    private static final int PART = 1 << 10;

    /** What a record shall hold. */
    @FunctionalInterface
    public interface Body {

        /** Writes all of it. */
        void writeTo(ByteSink sink) throws IOException;
    }

    private Frame() {}

    /** Returns the bytes of a record. */
    public static byte[] of(Body body) throws IOException {
        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        ByteSink sink = new ByteSink(contents, PART);
        body.writeTo(sink);
        sink.flush();
        if (contents.size() == 0) {
            throw new IllegalArgumentException("A record needs contents, but this one has none.");
        }
        byte[] bytes = contents.toByteArray();
        return ByteBuffer.allocate(bytes.length + OVERHEAD)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.length)
                .put(bytes)
                .putInt(check(bytes))
                .array();
    }

    /** Returns the CRC-32C of the contents of a record. */
    static int check(byte[] contents) {
        CRC32C check = new CRC32C();
        check.update(contents);
        return (int) check.getValue();
    }
}
