package io.github.diffusionelites.run.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
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

    /**
     * Reads a record from a stream, waiting for all of it.
     *
     * @return its contents; no bytes at the end of the stream
     * @throws IOException if the stream ends within the record, or its checksum is another
     */
    public static byte[] read(InputStream stream) throws IOException {
        byte[] head = stream.readNBytes(Integer.BYTES);
        if (head.length == 0) {
            return head;
        }
        DataInputStream rest = new DataInputStream(stream);
        if (head.length < Integer.BYTES) {
            throw new EOFException("the stream ends within a record");
        }
        int length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (length <= 0) {
            throw new IOException("a record has " + length + " bytes");
        }
        byte[] contents = rest.readNBytes(length);
        if (contents.length < length || Integer.reverseBytes(rest.readInt()) != check(contents)) {
            throw new IOException("a record is not whole");
        }
        return contents;
    }

    /** Returns the CRC-32C of the contents of a record. */
    static int check(byte[] contents) {
        CRC32C check = new CRC32C();
        check.update(contents);
        return (int) check.getValue();
    }
}
