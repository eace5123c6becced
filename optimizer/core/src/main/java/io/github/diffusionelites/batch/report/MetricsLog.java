package io.github.diffusionelites.batch.report;

import io.github.diffusionelites.run.job.FileProblem;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file {@code metrics.ndjson}, one line for each measurement, over all processes that worked on a job. A line is
 * handed to the operating system at once and not waited for; what is not a whole line is left out by the reader.
 */
public final class MetricsLog implements AutoCloseable {

    private final Path file;
    private final OutputStream stream;

    private MetricsLog(Path file, OutputStream stream) {
        this.file = file;
        this.stream = stream;
    }

    /**
     * Opens a file at its end; one that is not there is made. A half line at its end is ended.
     *
     * @throws UncheckedIOException if that fails
     */
    public static MetricsLog open(Path file) {
        try {
            boolean half = endsWithin(file);
            OutputStream stream = new FileOutputStream(file.toFile(), true);
            if (half) {
                stream.write('\n');
            }
            return new MetricsLog(file, stream);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static boolean endsWithin(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return false;
        }
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            bytes.seek(bytes.length() - 1);
            return bytes.read() != '\n';
        }
    }

    /**
     * Appends a line.
     *
     * @throws UncheckedIOException if that fails
     */
    public void write(BatchMetrics metrics) {
        try {
            stream.write(metrics.line().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /**
     * Reads all lines; of a file that is not there, none.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public static List<BatchMetrics> read(Path file) {
        List<BatchMetrics> all = new ArrayList<>();
        if (!Files.isRegularFile(file)) {
            return all;
        }
        // Malformed bytes become a sign that no line of ours has.
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(new FileInputStream(file.toFile()), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                BatchMetrics.parse(line).ifPresent(all::add);
            }
            return all;
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static UncheckedIOException failure(Path file, IOException e) {
        return new UncheckedIOException(
                "The metrics " + file + " cannot be read or written (" + FileProblem.of(e)
                        + "); check the free space and the rights of the directory.",
                e);
    }
}
