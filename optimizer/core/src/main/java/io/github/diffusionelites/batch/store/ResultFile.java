package io.github.diffusionelites.batch.store;

import io.github.diffusionelites.run.NpyFile;
import io.github.diffusionelites.run.RunDirectoryException;
import io.github.diffusionelites.run.checkpoint.DurableFiles;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/** One array of results, which has its length from the beginning. */
final class ResultFile implements AutoCloseable {

    private static final int PART = 1 << 16;

    private final RandomAccessFile file;
    private final DurableFiles files;
    private final int headerBytes;
    private final int width;
    private boolean dirty;

    private ResultFile(RandomAccessFile file, DurableFiles files, int headerBytes, int width) {
        this.file = file;
        this.files = files;
        this.headerBytes = headerBytes;
        this.width = width;
    }

    /** Returns the place of an array. */
    static Path path(Path directory, ResultKind kind, int number) {
        return directory.resolve(kind.directory()).resolve(String.format(Locale.ROOT, "%05d.npy", number));
    }

    /** Opens an array; one that is not there is made, filled with NaN. */
    static ResultFile open(Path path, ResultShape shape, ResultKind kind, int number, DurableFiles files)
            throws IOException {
        byte[] header = header(shape, kind, number);
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            files.makeDirectories(Objects.requireNonNull(path.getParent()));
            long data = dataBytes(shape, kind, number);
            files.replace(path, stream -> {
                stream.write(header);
                fill(stream, data);
            });
        } else if (!isWhole(path, shape, kind, number)) {
            throw new RunDirectoryException("The file " + path + " is not an array of shape "
                    + Arrays.toString(kind.dimensions(shape, shape.rowsOf(number)))
                    + " as this job writes it; move it away, or begin the job anew in another directory.");
        }
        return new ResultFile(new RandomAccessFile(path.toFile(), "rw"), files, header.length, kind.width(shape));
    }

    /** Returns whether an array is there with the header and the length that it must have. */
    static boolean isWhole(Path path, ResultShape shape, ResultKind kind, int number) throws IOException {
        byte[] header = header(shape, kind, number);
        if (!Files.isRegularFile(path) || Files.size(path) != header.length + dataBytes(shape, kind, number)) {
            return false;
        }
        try (FileInputStream stream = new FileInputStream(path.toFile())) {
            return Arrays.equals(stream.readNBytes(header.length), header);
        }
    }

    private static byte[] header(ResultShape shape, ResultKind kind, int number) {
        return NpyFile.header(kind.dimensions(shape, shape.rowsOf(number)));
    }

    private static long dataBytes(ResultShape shape, ResultKind kind, int number) {
        return (long) Float.BYTES * shape.rowsOf(number) * kind.width(shape);
    }

    private static void fill(OutputStream stream, long bytes) throws IOException {
        float[] nothing = new float[PART / Float.BYTES];
        Arrays.fill(nothing, Float.NaN);
        byte[] part = encoded(nothing);
        for (long left = bytes; left > 0; left -= part.length) {
            stream.write(part, 0, (int) Math.min(left, part.length));
        }
    }

    private static byte[] encoded(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    /** Writes the values of one search. */
    void write(int row, float[] values) throws IOException {
        dirty = true;
        files.write(file, headerBytes + (long) Float.BYTES * width * row, encoded(values));
    }

    /** Waits until all that was written is on the disk. */
    void force() throws IOException {
        if (dirty) {
            files.force(file);
            dirty = false;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
