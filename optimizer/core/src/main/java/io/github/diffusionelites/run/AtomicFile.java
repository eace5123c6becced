package io.github.diffusionelites.run;

import io.github.diffusionelites.run.job.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files beside their place and then moves them there, so that a reader never sees half a file. */
public final class AtomicFile {

    private AtomicFile() {}

    /**
     * Writes a file; one of the same name is replaced.
     *
     * @throws UncheckedIOException if that fails; what was there before is still there
     */
    public static void write(Path file, byte[] contents) {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            try {
                force(temporary, contents);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Writing " + contents.length + " bytes to " + file + " failed (" + FileProblem.of(e)
                            + "); check the free space and the rights of the directory.",
                    e);
        }
    }

    /** Without waiting for the disk, a machine that stops could leave the new name with nothing behind it. */
    private static void force(Path file, byte[] contents) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(contents);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }
}
