package io.github.diffusionelites.run.checkpoint;

import io.github.diffusionelites.run.job.FileProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The numbered checkpoints of a run. Each is written beside its place, forced to the disk, renamed, and the directory
 * is forced, so that a process or a machine that stops at any moment leaves whole files only. The last two are kept:
 * what becomes of the newest later, the one before it is still there.
 */
public final class CheckpointDirectory {

    private static final String SUFFIX = ".checkpoint";

    private final Path path;
    private final DurableFiles files;
    /** Number of the newest checkpoint that is known to be whole; 0 if none is. */
    private long newest;

    /** Names a directory, which need not exist. */
    public CheckpointDirectory(Path path) {
        this(path, DurableFiles.SYSTEM);
    }

    /**
     * Names a directory, which need not exist.
     *
     * @param files by which checkpoints reach the disk
     */
    public CheckpointDirectory(Path path, DurableFiles files) {
        this.path = path;
        this.files = files;
    }

    /** Returns the directory. */
    public Path path() {
        return path;
    }

    /**
     * Returns the files of checkpoints, the newest first; whether they are whole is not known.
     *
     * @throws UncheckedIOException if the directory cannot be read
     */
    public List<Path> newestFirst() {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(file -> number(file) > 0)
                    .sorted(Comparator.comparingLong(CheckpointDirectory::number)
                            .reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The checkpoints in " + path + " cannot be listed (" + FileProblem.of(e)
                            + "); check the rights of the directory.",
                    e);
        }
    }

    /**
     * Reads one of the files. Only a regular one is opened, as a pipe would be waited for and a device may never end.
     *
     * @throws CheckpointFormatException if it is not whole, larger than any checkpoint, or cannot be read
     */
    public static Checkpoint read(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new CheckpointFormatException(
                        "it is " + (attributes.isDirectory() ? "a directory" : "a pipe, a socket or a device"));
            }
            if (attributes.size() > CheckpointFormat.LARGEST) {
                throw new CheckpointFormatException("it has " + attributes.size()
                        + " bytes, but the most of a checkpoint are " + CheckpointFormat.LARGEST);
            }
            try (InputStream stream = Files.newInputStream(file)) {
                return CheckpointFormat.decode(stream.readNBytes((int) attributes.size()));
            }
        } catch (IOException e) {
            throw new CheckpointFormatException("it cannot be read: " + FileProblem.of(e), e);
        } catch (OutOfMemoryError e) {
            throw new CheckpointFormatException("it does not fit into the Java heap", e);
        }
    }

    /** Tells from which file a run goes on: it is whole, and is kept as the one before the next. */
    public void continueFrom(Path file) {
        newest = number(file);
    }

    /**
     * Writes a checkpoint after all that are there, then removes all but it and the one before it that is whole.
     *
     * @throws UncheckedIOException if that fails; the checkpoints that were there are still there
     */
    public void write(Checkpoint checkpoint) {
        List<Path> there = newestFirst();
        long number = Math.max(newest, there.isEmpty() ? 0 : number(there.getFirst())) + 1;
        Path file = path.resolve(name(number));
        long length = requireReadable(checkpoint, file);
        try {
            files.replace(file, stream -> CheckpointFormat.write(checkpoint, stream));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Writing a checkpoint of " + length + " bytes to " + file + " failed (" + FileProblem.of(e)
                            + "); check the free space and the rights of the directory.",
                    e);
        }
        long former = newest;
        newest = number;
        for (Path old : there) {
            if (number(old) < former) {
                remove(old);
            }
        }
    }

    private static long requireReadable(Checkpoint checkpoint, Path file) {
        try {
            long length = CheckpointFormat.length(checkpoint);
            if (length > CheckpointFormat.LARGEST) {
                throw new IOException("it is larger than the " + CheckpointFormat.LARGEST + " bytes that are read");
            }
            return length;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The state of the run cannot be written to " + file + " (" + e.getMessage()
                            + "); use fewer searches, elites or coordinates to be able to resume it.",
                    e);
        }
    }

    /**
     * Removes all checkpoints.
     *
     * @throws IOException if that fails
     */
    public void clear() throws IOException {
        for (Path file : newestFirst()) {
            files.delete(file);
        }
        newest = 0;
    }

    /** A file that nobody needs any more does no harm where it stays. */
    private void remove(Path file) {
        try {
            files.delete(file);
        } catch (IOException e) {
            return;
        }
    }

    private static String name(long number) {
        return String.format(Locale.ROOT, "%010d", number) + SUFFIX;
    }

    /** Returns the number in the name of a checkpoint; 0 if the file is not one. */
    private static long number(Path file) {
        String name = file.getFileName().toString();
        return name.matches("[0-9]{10}\\" + SUFFIX) ? Long.parseLong(name.substring(0, 10)) : 0;
    }
}
