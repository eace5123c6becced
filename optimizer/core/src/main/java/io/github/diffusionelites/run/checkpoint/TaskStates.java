package io.github.diffusionelites.run.checkpoint;

import io.github.diffusionelites.run.job.FileProblem;
import io.github.diffusionelites.search.StopReason;
import io.github.diffusionelites.search.TaskCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file with the searches of a pool that are neither waiting nor finished. Its contents, in a {@link SealedFormat} of
 * magic 0x8B "ELTASK" 0x0A and format version 1: the digest of the manifest as a text, u32 number of searches; of each
 * u32 generation, u64 evaluations, u64 NaNs, u64 nanoseconds, u32 why it ended (0: it did not, else 1 + the place of the
 * {@link StopReason}), the best reward and the elites' mean of each generation, and what it found as {@link StateFormat}
 * says.
 */
public final class TaskStates {

    private static final SealedFormat SEALED = new SealedFormat(
            "state of a pool", new byte[] {(byte) 0x8B, 'E', 'L', 'T', 'A', 'S', 'K', '\n'}, 1, Integer.MAX_VALUE - 8);
    /** Numbers, and the lengths of two arrays, with what any search has found. */
    private static final int LEAST = 2 * Integer.BYTES + 3 * Long.BYTES + 10 * Integer.BYTES;

    private TaskStates() {}

    /**
     * Replaces a file; one that is there stays until the new one is whole on the disk.
     *
     * @param manifest digest of it
     * @return its bytes
     * @throws UncheckedIOException if that fails; what was there before is still there
     */
    public static long write(Path file, String manifest, List<TaskCheckpoint> searches, DurableFiles files) {
        SealedFormat.Contents contents = sink -> {
            sink.text(manifest).integer(searches.size());
            for (TaskCheckpoint search : searches) {
                write(sink, search);
            }
        };
        try {
            long length = SEALED.length(contents);
            if (length > SEALED.largest()) {
                throw new IOException(
                        "they take " + length + " bytes, but such a file has at most " + SEALED.largest());
            }
            files.replace(file, stream -> SEALED.write(contents, stream));
            return length;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The states of " + searches.size() + " searches cannot be written to " + file + " ("
                            + FileProblem.of(e) + "); check the free space and the rights of the directory.",
                    e);
        }
    }

    /**
     * Reads a file.
     *
     * @param manifest digest that it must be of
     * @return nothing if there is no such file
     * @throws CheckpointFormatException if it is not whole, or of another manifest
     */
    public static List<TaskCheckpoint> read(Path file, String manifest) {
        try {
            if (!Files.isRegularFile(file)) {
                return List.of();
            }
            try (InputStream stream = Files.newInputStream(file)) {
                return decode(stream.readAllBytes(), manifest);
            }
        } catch (IOException e) {
            throw new CheckpointFormatException("it cannot be read: " + FileProblem.of(e), e);
        } catch (OutOfMemoryError e) {
            throw new CheckpointFormatException("it does not fit into the Java heap", e);
        }
    }

    private static List<TaskCheckpoint> decode(byte[] bytes, String manifest) {
        ByteSource source = SEALED.open(bytes);
        String of = source.text();
        if (!of.equals(manifest)) {
            throw new CheckpointFormatException("it is of the manifest with the SHA-256 " + of);
        }
        List<TaskCheckpoint> searches = new ArrayList<>();
        for (int left = source.count(LEAST); left > 0; left--) {
            searches.add(search(source));
        }
        source.end();
        return searches;
    }

    /** Writes the state of a search. */
    static void write(ByteSink sink, TaskCheckpoint search) throws IOException {
        StopReason ended = search.ended();
        sink.integer(search.generation())
                .whole(search.evaluations())
                .whole(search.nans())
                .whole(search.nanoseconds())
                .integer(ended == null ? 0 : 1 + ended.ordinal())
                .floats(search.best())
                .floats(search.eliteMean());
        StateFormat.write(sink, search.state());
    }

    /** Reads the state of a search. */
    static TaskCheckpoint search(ByteSource source) {
        int generation = source.integer();
        long evaluations = source.whole();
        long nans = source.whole();
        long nanoseconds = source.whole();
        StopReason ended = ended(source.integer());
        try {
            return new TaskCheckpoint(
                    generation,
                    evaluations,
                    nans,
                    nanoseconds,
                    source.floats(),
                    source.floats(),
                    StateFormat.search(source),
                    ended);
        } catch (IllegalArgumentException e) {
            throw new CheckpointFormatException("its counts make no sense", e);
        }
    }

    @Nullable
    private static StopReason ended(int code) {
        if (code < 0 || code > StopReason.values().length) {
            throw new CheckpointFormatException("why a search ended is unknown");
        }
        return code == 0 ? null : StopReason.values()[code - 1];
    }
}
