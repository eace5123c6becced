package io.github.diffusionelites.run;

import io.github.diffusionelites.run.checkpoint.DurableFiles;
import io.github.diffusionelites.run.job.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Writes files beside their place and then moves them there, so that a reader never sees half a file. */
public final class AtomicFile {

    private AtomicFile() {}

    /**
     * Writes a file and waits until it is on the disk; one of the same name is replaced.
     *
     * @throws UncheckedIOException if that fails; what was there before is still there, or all of the new contents is
     */
    public static void write(Path file, byte[] contents) {
        write(DurableFiles.SYSTEM, file, contents);
    }

    /**
     * Writes a file by other operations.
     *
     * @throws UncheckedIOException if that fails; what was there before is still there, or all of the new contents is
     */
    public static void write(DurableFiles files, Path file, byte[] contents) {
        write(files, file, contents.length, stream -> stream.write(contents));
    }

    /** Writes a file of a known number of bytes, which need not be in memory at once. */
    static void write(Path file, long bytes, DurableFiles.Contents contents) {
        write(DurableFiles.SYSTEM, file, bytes, contents);
    }

    private static void write(DurableFiles files, Path file, long bytes, DurableFiles.Contents contents) {
        try {
            files.replace(file, contents);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Writing " + bytes + " bytes to " + file + " failed (" + FileProblem.of(e)
                            + "); check the free space and the rights of the directory.",
                    e);
        }
    }
}
