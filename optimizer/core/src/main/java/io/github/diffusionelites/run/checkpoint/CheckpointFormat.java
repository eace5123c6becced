package io.github.diffusionelites.run.checkpoint;

import io.github.diffusionelites.model.Digests;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The contents of a checkpoint, which is a {@link SealedFormat} of magic 0x8B "ELITES" 0x0A and format version 3:
 *
 * <pre>
 * texts     version, device kind, instruction set, precision, libraries, job, each after its length
 * 32 bytes  SHA-256 of the job's text
 * texts     SHA-256 of the model's weights, of its description and of the lines of the generations in hexadecimal digits
 * u64       nanoseconds so far
 * state     as {@link StateFormat} says
 * </pre>
 */
public final class CheckpointFormat {

    static final int VERSION = 3;

    /** The most bytes of a checkpoint: 1 GiB for the searches, the rest for texts. */
    static final int LARGEST = (1 << 30) + (1 << 26);

    private static final SealedFormat SEALED = new SealedFormat(
            "checkpoint", new byte[] {(byte) 0x8B, 'E', 'L', 'I', 'T', 'E', 'S', '\n'}, VERSION, LARGEST);
    private static final int DIGEST = 32;

    private CheckpointFormat() {}

    /**
     * Writes the bytes of a checkpoint, a part at a time; nothing as large as the state is allocated.
     *
     * @throws IOException if the stream fails
     */
    public static void write(Checkpoint checkpoint, OutputStream stream) throws IOException {
        SEALED.write(contents(checkpoint), stream);
    }

    /** Returns the number of bytes of a checkpoint. */
    static long length(Checkpoint checkpoint) throws IOException {
        return SEALED.length(contents(checkpoint));
    }

    private static SealedFormat.Contents contents(Checkpoint checkpoint) {
        DeviceTraits traits = checkpoint.traits();
        return sink -> {
            sink.text(traits.version())
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
        };
    }

    /**
     * Reads a checkpoint: length and digest first, so that of damaged bytes nothing else is looked at.
     *
     * @throws CheckpointFormatException if the bytes are not a whole checkpoint of this format version
     */
    public static Checkpoint decode(byte[] bytes) {
        ByteSource source = SEALED.open(bytes);
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
}
