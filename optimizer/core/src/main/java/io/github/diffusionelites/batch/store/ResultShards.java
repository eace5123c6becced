package io.github.diffusionelites.batch.store;

import io.github.diffusionelites.run.RunDirectoryException;
import io.github.diffusionelites.run.checkpoint.DurableFiles;
import io.github.diffusionelites.run.job.FileProblem;
import io.github.diffusionelites.search.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the searches of a job found, in arrays of NumPy whose layout only depends on {@link ResultShape}: the search of a
 * row has its fixed place, so that the bytes do not depend on which search ends first. File {@code n} of each kind holds
 * the rows from {@code n * rowsPerFile} on:
 *
 * <pre>
 * best/00000.npy           float32 [rows, channels, length], the best sample
 * best_latents/00000.npy   float32 [rows, d], its latent
 * elites/00000.npy         float32 [rows, elites, channels, length], the elites of the last generation
 * elite_rewards/00000.npy  float32 [rows, elites], their rewards at final fidelity
 * </pre>
 *
 * <p>What a search does not have is NaN, as is all of a search that is not finished. Elites stand by ascending place in
 * the population; where not all are kept, the best are. A file is made whole, filled with NaN, when its first search
 * ends. Methods may be called by several threads.
 */
public final class ResultShards implements AutoCloseable {

    /** Files that are open at once: searches end in about the order of their rows. */
    private static final int MOST_OPEN = 64;

    private record Key(ResultKind kind, int number) {}

    private final Path directory;
    private final ResultShape shape;
    private final DurableFiles files;
    /** The last used at the end. */
    private final Map<Key, ResultFile> open = new LinkedHashMap<>(16, 0.75f, true);

    private ResultShards(Path directory, ResultShape shape, DurableFiles files) {
        this.directory = directory;
        this.shape = shape;
        this.files = files;
    }

    /** Names the directory of a job; files in it are gone on with, others are made when they are needed. */
    public static ResultShards open(Path directory, ResultShape shape) {
        return open(directory, shape, DurableFiles.SYSTEM);
    }

    /** Names the directory of a job, for other operations on files. */
    public static ResultShards open(Path directory, ResultShape shape, DurableFiles files) {
        return new ResultShards(directory, shape, files);
    }

    /** Returns the sizes. */
    public ResultShape shape() {
        return shape;
    }

    /**
     * Writes what a search found; what is there of the same row is replaced. It is on the disk after {@link #force}.
     *
     * @throws UncheckedIOException if that fails; the row may hold parts of it then, and may be written again
     * @throws RunDirectoryException if a file of the job has another layout
     */
    public synchronized void write(int row, Outcome outcome) {
        requireRow(row);
        ResultRow values = new ResultRow(shape, outcome);
        for (ResultKind kind : ResultKind.of(shape)) {
            Key key = new Key(kind, row / shape.rowsPerFile());
            try {
                file(key).write(row % shape.rowsPerFile(), values.of(kind));
            } catch (IOException e) {
                throw failure("What search " + outcome.id() + " found cannot be written to", path(key), e);
            }
        }
    }

    /**
     * Returns whether all files of a search are there in their layout. A search that the journal tells of and whose
     * files are gone must be run again.
     *
     * @throws UncheckedIOException if they cannot be read
     */
    public synchronized boolean holds(int row) {
        requireRow(row);
        for (ResultKind kind : ResultKind.of(shape)) {
            Key key = new Key(kind, row / shape.rowsPerFile());
            try {
                if (!open.containsKey(key) && !ResultFile.isWhole(path(key), shape, kind, key.number())) {
                    return false;
                }
            } catch (IOException e) {
                throw failure("It is unknown what is in", path(key), e);
            }
        }
        return true;
    }

    private void requireRow(int row) {
        if (row < 0 || row >= shape.searches()) {
            throw new IllegalArgumentException(
                    "The row of a search must be in [0, " + shape.searches() + "), but is " + row + ".");
        }
    }

    private ResultFile file(Key key) throws IOException {
        ResultFile file = open.get(key);
        if (file == null) {
            makeRoom();
            file = ResultFile.open(path(key), shape, key.kind(), key.number(), files);
            open.put(key, file);
        }
        return file;
    }

    private void makeRoom() throws IOException {
        Iterator<ResultFile> oldest = open.values().iterator();
        while (open.size() >= MOST_OPEN) {
            ResultFile file = oldest.next();
            file.force();
            oldest.remove();
            file.close();
        }
    }

    private Path path(Key key) {
        return ResultFile.path(directory, key.kind(), key.number());
    }

    /**
     * Waits until all that was written is on the disk.
     *
     * @throws UncheckedIOException if that fails
     */
    public synchronized void force() {
        for (Map.Entry<Key, ResultFile> entry : open.entrySet()) {
            try {
                entry.getValue().force();
            } catch (IOException e) {
                throw failure("What searches found cannot be brought to the disk in", path(entry.getKey()), e);
            }
        }
    }

    /** Lets go of the files; does not wait for the disk. */
    @Override
    public synchronized void close() {
        for (Map.Entry<Key, ResultFile> entry : open.entrySet()) {
            try {
                entry.getValue().close();
            } catch (IOException e) {
                throw failure("The results of searches cannot be closed in", path(entry.getKey()), e);
            }
        }
        open.clear();
    }

    private static UncheckedIOException failure(String what, Path file, IOException e) {
        return new UncheckedIOException(
                what + " " + file + " (" + FileProblem.of(e)
                        + "); check the free space and the rights of the directory.",
                e);
    }
}
