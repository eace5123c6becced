package io.github.diffusionelites.run.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The bytes of a checkpoint file in memory. */
public final class CheckpointBytes {

    private CheckpointBytes() {}

    /** Returns what the file of a checkpoint holds. */
    public static byte[] of(Checkpoint checkpoint) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CheckpointFormat.write(checkpoint, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("An array in memory takes all bytes.", e);
        }
        return bytes.toByteArray();
    }
}
