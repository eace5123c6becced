package io.github.diffusionelites.reward.process;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * What processes write to their standard error, in a file. It grows to half of a bound and is then renamed, so that the
 * newest lines are there and the file and the former one together stay below the bound. A log that cannot be written
 * ends, as nothing depends on it.
 */
final class RewardLog implements AutoCloseable {

    /** Of the file and of the former one. */
    static final long LARGEST = 5_000_000;

    private static final String FORMER = ".1";

    private final long largest;
    private @Nullable Path file;
    private @Nullable Writer writer;
    private long size;

    RewardLog() {
        this(LARGEST);
    }

    /** {@code largest}: size of a file, in characters, at which it is renamed. */
    RewardLog(long largest) {
        this.largest = largest;
    }

    /**
     * Appends to a file from now on.
     *
     * @throws IOException if it cannot be written
     */
    synchronized void open(Path target) throws IOException {
        close();
        file = target;
        size = Files.exists(target) ? Files.size(target) : 0;
        writer = Files.newBufferedWriter(target, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Writes a line; it is on its way to the file once {@link #flush} was called. */
    synchronized void line(String text) {
        if (writer == null) {
            return;
        }
        try {
            if (size > 0 && size + text.length() >= largest) {
                startAnew();
            }
            writer.write(text);
            writer.write('\n');
            size += text.length() + 1L;
        } catch (IOException e) {
            close();
        }
    }

    synchronized void flush() {
        try {
            if (writer != null) {
                writer.flush();
            }
        } catch (IOException e) {
            close();
        }
    }

    private void startAnew() throws IOException {
        Path full = file;
        if (full == null || writer == null) {
            return;
        }
        writer.close();
        Files.move(full, full.resolveSibling(full.getFileName() + FORMER), StandardCopyOption.REPLACE_EXISTING);
        open(full);
    }

    @Override
    public synchronized void close() {
        Writer closing = writer;
        writer = null;
        try {
            if (closing != null) {
                closing.close();
            }
        } catch (IOException e) {
            // What could not be written is lost; the run itself says when a disk is full.
            size = 0;
        }
    }
}
