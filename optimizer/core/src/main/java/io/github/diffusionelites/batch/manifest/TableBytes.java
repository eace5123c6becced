package io.github.diffusionelites.batch.manifest;

import io.github.diffusionelites.run.job.FileProblem;
import io.github.diffusionelites.run.job.JobException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bytes of a table, of which nothing is trusted.
 *
 * @param file to name in refusals
 * @param size number of bytes
 * @param stream of them
 */
record TableBytes(Path file, long size, InputStream stream) implements AutoCloseable {

    /** Longer files are refused: it is hardly a table. */
    static final long LARGEST = 4L << 30;

    /** Returns bytes that are in memory. */
    static TableBytes of(Path file, byte[] bytes) {
        return new TableBytes(file, bytes.length, new ByteArrayInputStream(bytes));
    }

    /**
     * Opens a file. Only a regular one is opened, as a pipe would be waited for and a device may never end.
     *
     * @throws JobException if it is too large, empty, or cannot be read
     */
    static TableBytes open(Path file) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new JobException("The manifest " + file + " cannot be read, because it is "
                        + (Files.isDirectory(file) ? "a directory" : "a pipe, a socket or a device")
                        + "; name a file in CSV, NDJSON or NPY.");
            }
            long size = Files.size(file);
            if (size > LARGEST) {
                throw new JobException("The manifest " + file + " has " + size + " bytes, more than the " + LARGEST
                        + " that are read; split it.");
            }
            return new TableBytes(file, size, Files.newInputStream(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Returns the refusal of a file that cannot be read. */
    static JobException unreadable(Path file, IOException e) {
        return new JobException(
                "The manifest " + file + " cannot be read (" + FileProblem.of(e) + "); name an existing file.", e);
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }
}
