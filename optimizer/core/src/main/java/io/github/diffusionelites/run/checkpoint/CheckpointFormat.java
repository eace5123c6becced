package io.github.diffusionelites.run.checkpoint;

import io.github.diffusionelites.model.Digests;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The bytes of a checkpoint, all numbers little-endian:
 *
 * <pre>
 * 8 bytes   magic 0x8B "ELITES" 0x0A
 * u32       format version, 3
 * u32       0x01020304, which tells the byte order
 * u64       length of all, this and the digest at the end included
 * texts     version, device kind, instruction set, precision, libraries, job, each after its length
 * 32 bytes  SHA-256 of the job's text
 * texts     SHA-256 of the model's weights, of its description and of the lines of the generations in hexadecimal digits
 * u64       nanoseconds so far
 * state     as {@link StateFormat} says
 * 32 bytes  SHA-256 of all before it
 * </pre>
 */
public final class CheckpointFormat {

    static final int VERSION = 3;

    /** The most bytes of a checkpoint: 1 GiB for the searches, the rest for texts. */
    static final int LARGEST = (1 << 30) + (1 << 26);

    private static final byte[] MAGIC = {(byte) 0x8B, 'E', 'L', 'I', 'T', 'E', 'S', '\n'};
    private static final int BYTE_ORDER = 0x01020304;
    private static final int LENGTH_OFFSET = MAGIC.length + 2 * Integer.BYTES;
    private static final int PREAMBLE = LENGTH_OFFSET + Long.BYTES;
    private static final int DIGEST = 32;

    private CheckpointFormat() {}

    /**
     * Writes the bytes of a checkpoint, a part at a time; nothing as large as the state is allocated.
     *
     * @throws IOException if the stream fails
     */
    public static void write(Checkpoint checkpoint, OutputStream stream) throws IOException {
        long length = length(checkpoint);
        MessageDigest digest = Digests.sha256();
        body(checkpoint, length, new DigestOutputStream(stream, digest));
        stream.write(digest.digest());
    }

    /** Returns the number of bytes of a checkpoint. */
    static long length(Checkpoint checkpoint) throws IOException {
        return body(checkpoint, 0, OutputStream.nullOutputStream()) + DIGEST;
    }

    /** Writes all but the digest at the end and returns how many bytes that are. */
    private static long body(Checkpoint checkpoint, long length, OutputStream stream) throws IOException {
        DeviceTraits traits = checkpoint.traits();
        ByteSink sink = new ByteSink(stream)
                .raw(MAGIC)
                .integer(VERSION)
                .integer(BYTE_ORDER)
                .whole(length)
                .text(traits.version())
                .text(traits.kind())
                .text(traits.instructionSet())
                .text(traits.precision())
                .text(traits.libraries())
                .text(checkpoint.jobText())
                .raw(Digests.sha256().digest(checkpoint.jobText().getBytes(StandardCharsets.UTF_8)))
                .text(checkpoint.modelDigest())
                .text(checkpoint.descriptionDigest())
                .text(checkpoint.linesDigest())
                .whole(checkpoint.nanoseconds());
        StateFormat.write(sink, checkpoint.state());
        sink.flush();
        return sink.size();
    }

    /**
     * Reads a checkpoint: length and digest first, so that of damaged bytes nothing else is looked at.
     *
     * @throws CheckpointFormatException if the bytes are not a whole checkpoint of this format version
     */
    public static Checkpoint decode(byte[] bytes) {
        requireWhole(bytes);
        ByteSource source = new ByteSource(bytes, PREAMBLE, bytes.length - PREAMBLE - DIGEST);
        DeviceTraits traits =
                new DeviceTraits(source.text(), source.text(), source.text(), source.text(), source.text());
        String job = source.text();
        byte[] jobDigest = source.raw(DIGEST);
        if (!MessageDigest.isEqual(jobDigest, Digests.sha256().digest(job.getBytes(StandardCharsets.UTF_8)))) {
            throw new CheckpointFormatException(
                    "the SHA-256 of its job is not " + HexFormat.of().formatHex(jobDigest));
        }
        Checkpoint checkpoint = new Checkpoint(
                job, source.text(), source.text(), source.text(), traits, source.whole(), StateFormat.read(source));
        source.end();
        return checkpoint;
    }

    private static void requireWhole(byte[] bytes) {
        if (bytes.length < PREAMBLE + DIGEST) {
            throw new CheckpointFormatException("it has " + bytes.length + " bytes, fewer than any checkpoint");
        }
        if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new CheckpointFormatException("it does not begin like a checkpoint");
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
        int order = numbers.getInt(MAGIC.length + Integer.BYTES);
        int version = numbers.getInt(MAGIC.length);
        if (order != BYTE_ORDER) {
            throw new CheckpointFormatException("it has the byte order " + Integer.toHexString(order)
                    + ", but this program reads only " + Integer.toHexString(BYTE_ORDER));
        }
        if (version != VERSION) {
            throw new CheckpointFormatException("it has the format version " + version
                    + ", but this program reads only version " + VERSION
                    + ", so that only the program that wrote it can go on with it");
        }
    }
}
