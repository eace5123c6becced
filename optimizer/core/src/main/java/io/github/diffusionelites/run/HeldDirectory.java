package io.github.diffusionelites.run;

import io.github.diffusionelites.run.checkpoint.DirectoryLock;
import io.github.diffusionelites.run.checkpoint.DurableFiles;
import io.github.diffusionelites.run.job.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory that one process at a time writes to: as long as this is open, no other one can take it. */
public final class HeldDirectory implements AutoCloseable {

    /** Holds what is needed to go on after an interruption, and the lock. */
    public static final String CHECKPOINT = "checkpoint";

    private static final String LOCK = CHECKPOINT + "/lock";

    /** What an earlier holder of a directory may have left there. */
    public interface Leftovers {

        /** Returns whether there is anything that must not be lost without a word. */
        boolean in(Path path);

        /** Removes it; whatever else lies in the directory stays. */
        void removeFrom(Path path) throws IOException;
    }

    private final Path path;
    private final DurableFiles files;
    private final DirectoryLock lock;

    private HeldDirectory(Path path, DurableFiles files) throws IOException {
        this.path = path;
        this.files = files;
        files.makeDirectories(path.resolve(CHECKPOINT));
        this.lock = DirectoryLock.take(path.resolve(LOCK))
                .orElseThrow(() -> new RunDirectoryException("Another process is writing to the directory " + path
                        + "; wait until it ends, or name another directory with --out."));
    }

    /**
     * Refuses a place for something new; changes nothing.
     *
     * @param holds whether there are results in it
     * @throws RunDirectoryException if it is a file, or holds results that must not be overwritten
     */
    public static void requireFree(Path path, boolean holds, boolean overwrite) {
        requireDirectory(path);
        if (holds && !overwrite) {
            throw new RunDirectoryException("The directory " + path + " already holds a run; name another one with"
                    + " --out, or say --overwrite, or --resume to go on with it.");
        }
    }

    private static void requireDirectory(Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new RunDirectoryException(path + " is not a directory, so that no run can be written there; name"
                    + " another place with --out.");
        }
    }

    /**
     * Makes a directory, or takes an existing one, and removes what is left there.
     *
     * @param overwrite whether there may be anything
     * @throws RunDirectoryException if there is and must not be, or the directory cannot be written
     */
    public static HeldDirectory create(Path path, Leftovers leftovers, boolean overwrite) {
        requireFree(path, leftovers.in(path), overwrite);
        HeldDirectory held = take(path, DurableFiles.SYSTEM);
        boolean taken = false;
        try {
            // Another process may have finished here while this one waited for nothing but the lock.
            requireFree(path, leftovers.in(path), overwrite);
            leftovers.removeFrom(path);
            taken = true;
            return held;
        } catch (IOException e) {
            throw unwritable(path, e);
        } finally {
            if (!taken) {
                held.close();
            }
        }
    }

    /**
     * Takes a directory; one that is not there is made.
     *
     * @param files by which it is made
     * @throws RunDirectoryException if it cannot be written or another process writes to it
     */
    public static HeldDirectory take(Path path, DurableFiles files) {
        requireDirectory(path);
        try {
            files.makeDirectories(path);
            Files.delete(Files.createTempFile(path, ".probe", ".tmp"));
            return new HeldDirectory(path, files);
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    /**
     * Makes and takes the directory {@code parent/name-n} with the least n from 1 that is free.
     *
     * @throws RunDirectoryException if it cannot be made
     */
    public static HeldDirectory takeNext(Path parent, String name) {
        try {
            return new HeldDirectory(NumberedDirectories.makeNext(parent, name), DurableFiles.SYSTEM);
        } catch (IOException e) {
            throw unwritable(parent, e);
        }
    }

    /** Returns the refusal of a directory that cannot be written. */
    public static RunDirectoryException unwritable(Path path, IOException e) {
        return new RunDirectoryException(
                "The directory " + path.toAbsolutePath() + " cannot be written (" + FileProblem.of(e)
                        + "); name another one with --out.",
                e);
    }

    /** Returns the directory. */
    public Path path() {
        return path;
    }

    /** Returns by which operations files reach the disk. */
    public DurableFiles files() {
        return files;
    }

    /** Lets another process take the directory. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The lock of the directory " + path + " cannot be let go.", e);
        }
    }
}
