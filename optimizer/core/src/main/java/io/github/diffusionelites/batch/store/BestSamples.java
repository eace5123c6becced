package io.github.diffusionelites.batch.store;

import io.github.diffusionelites.run.job.FileProblem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads the best samples that {@link ResultShards} wrote, while more are written or after. */
public final class BestSamples {

    private static final Pattern SHAPE = Pattern.compile("'shape': \\((\\d+), (\\d+), (\\d+)\\)");
    /** Magic, version and length of the header of an NPY file. */
    private static final int PREAMBLE = 10;

    private final Path directory;
    private final int channels;
    private final int length;
    private final int rowsPerFile;

    private BestSamples(Path directory, int channels, int length, int rowsPerFile) {
        this.directory = directory;
        this.channels = channels;
        this.length = length;
        this.rowsPerFile = rowsPerFile;
    }

    /** Shape of an array and where its data begin. */
    private record Header(int rows, int channels, int length, int bytes) {}

    /**
     * Opens the samples of a job; nothing if there are none, or they are not what this program writes.
     *
     * @param searches of the job
     * @throws UncheckedIOException if they cannot be read
     */
    public static Optional<BestSamples> open(Path directory, int searches) {
        for (int number = 0; number < searches; number++) {
            Path file = ResultFile.path(directory, ResultKind.BEST, number);
            if (!Files.isRegularFile(file)) {
                continue;
            }
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
                int last = number;
                return header(bytes)
                        .map(header -> new BestSamples(
                                directory,
                                header.channels(),
                                header.length(),
                                rowsPerFile(header.rows(), last, searches)));
            } catch (IOException e) {
                throw failure(file, e);
            }
        }
        return Optional.empty();
    }

    /** Only the last file may have fewer rows than the others. */
    private static int rowsPerFile(int rows, int number, int searches) {
        boolean last = number > 0 && (long) rows * (number + 1) < searches;
        return last ? (searches - rows) / number : rows;
    }

    private static Optional<Header> header(RandomAccessFile bytes) throws IOException {
        byte[] text = new byte[(int) Math.min(bytes.length(), 256)];
        bytes.readFully(text);
        Matcher shape = SHAPE.matcher(new String(text, StandardCharsets.ISO_8859_1));
        if (text.length < PREAMBLE || !shape.find()) {
            return Optional.empty();
        }
        int data =
                PREAMBLE + ByteBuffer.wrap(text).order(ByteOrder.LITTLE_ENDIAN).getShort(PREAMBLE - Short.BYTES);
        try {
            return Optional.of(new Header(
                    Integer.parseInt(shape.group(1)),
                    Integer.parseInt(shape.group(2)),
                    Integer.parseInt(shape.group(3)),
                    data));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Returns the channels of a sample. */
    public int channels() {
        return channels;
    }

    /** Returns the positions of a sample. */
    public int length() {
        return length;
    }

    /**
     * Returns the best sample of a search, {@code [channels, length]}; nothing if there is none.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public Optional<float[]> read(int row) {
        Path file = ResultFile.path(directory, ResultKind.BEST, row / rowsPerFile);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            Optional<Header> header = header(bytes);
            long size = (long) Float.BYTES * channels * length;
            if (header.isEmpty() || bytes.length() < header.get().bytes() + size * (row % rowsPerFile + 1)) {
                return Optional.empty();
            }
            byte[] data = new byte[(int) size];
            bytes.seek(header.get().bytes() + size * (row % rowsPerFile));
            bytes.readFully(data);
            float[] sample = new float[channels * length];
            ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(sample);
            boolean finite = IntStream.range(0, sample.length).allMatch(i -> Float.isFinite(sample[i]));
            return finite ? Optional.of(sample) : Optional.empty();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static UncheckedIOException failure(Path file, IOException e) {
        return new UncheckedIOException(
                "The samples in " + file + " cannot be read (" + FileProblem.of(e) + "); check the rights of the file.",
                e);
    }
}
