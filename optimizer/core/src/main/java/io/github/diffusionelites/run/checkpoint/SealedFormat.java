package io.github.diffusionelites.run.checkpoint;

import io.github.diffusionelites.model.Digests;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Bytes that are known to be whole before anything in them is looked at, all numbers little-endian: 8 bytes magic, u32
 * format version, u32 0x01020304, which tells the byte order, u64 length of all, this and the digest included, contents,
 * and 32 bytes SHA-256 of all before it.
 *
 * @param what to call such bytes, for example {@code a checkpoint}
 * @param magic 8 bytes that they begin with
 * @param version of the format of the contents
 * @param largest number of bytes
 */
record SealedFormat(String what, byte[] magic, int version, int largest) {

    private static final int BYTE_ORDER = 0x01020304;
    private static final int LENGTH_OFFSET = 2 * Long.BYTES;
    private static final int PREAMBLE = LENGTH_OFFSET + Long.BYTES;
    private static final int DIGEST = 32;

    /** What is sealed. */
    @FunctionalInterface
    interface Contents {

        /** Writes all of it, the same bytes each time that it is asked. */
        void writeTo(ByteSink sink) throws IOException;
    }

    /**
     * Writes contents, a part at a time; nothing as large as they are is allocated.
     *
     * @throws IOException if the stream fails
     */
    void write(Contents contents, OutputStream stream) throws IOException {
        MessageDigest digest = Digests.sha256();
        body(contents, length(contents), new DigestOutputStream(stream, digest));
        stream.write(digest.digest());
    }

    /** Returns the number of bytes of contents that are sealed. */
    long length(Contents contents) throws IOException {
        return body(contents, 0, OutputStream.nullOutputStream()) + DIGEST;
    }

    /** Writes all but the digest at the end and returns how many bytes that are. */
    private long body(Contents contents, long length, OutputStream stream) throws IOException {
        ByteSink sink = new ByteSink(stream)
                .raw(magic)
                .integer(version)
                .integer(BYTE_ORDER)
                .whole(length);
        contents.writeTo(sink);
        sink.flush();
        return sink.size();
    }

    /**
     * Returns the contents of sealed bytes.
     *
     * @throws CheckpointFormatException if the bytes are not whole and of this version
     */
    ByteSource open(byte[] bytes) {
        requireWhole(bytes);
        return new ByteSource(bytes, PREAMBLE, bytes.length - PREAMBLE - DIGEST);
    }

    private void requireWhole(byte[] bytes) {
        if (bytes.length < PREAMBLE + DIGEST) {
            throw new CheckpointFormatException("it has " + bytes.length + " bytes, fewer than any " + what);
        }
        if (!Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length)) {
            throw new CheckpointFormatException("it does not begin like a " + what);
        }
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long length = numbers.getLong(LENGTH_OFFSET);
        if (length != bytes.length) {
            throw new CheckpointFormatException("it has " + bytes.length + " bytes, but was written with " + length);
        }
        MessageDigest digest = Digests.sha256();
        digest.update(bytes, 0, bytes.length - DIGEST);
        byte[] trailer = Arrays.copyOfRange(bytes, bytes.length - DIGEST, bytes.length);
        if (!MessageDigest.isEqual(trailer, digest.digest())) {
            throw new CheckpointFormatException("its SHA-256 is not the one that it was written with");
        }
        int order = numbers.getInt(magic.length + Integer.BYTES);
        int found = numbers.getInt(magic.length);
        if (order != BYTE_ORDER) {
            throw new CheckpointFormatException("it has the byte order " + Integer.toHexString(order)
                    + ", but this program reads only " + Integer.toHexString(BYTE_ORDER));
        }
        if (found != version) {
            throw new CheckpointFormatException("it has the format version " + found
                    + ", but this program reads only version " + version
                    + ", so that only the program that wrote it can go on with it");
        }
    }
}
