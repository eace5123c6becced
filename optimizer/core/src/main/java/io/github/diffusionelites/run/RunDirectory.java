package io.github.diffusionelites.run;

import io.github.diffusionelites.run.checkpoint.CheckpointDirectory;
import io.github.diffusionelites.run.checkpoint.DurableFiles;
import io.github.diffusionelites.run.job.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Where the files of a run lie. As long as it is open, no other process can take the directory. */
public final class RunDirectory implements AutoCloseable {

    /** The job, with every default filled in. */
    public static final String JOB = "job.toml";
    /** One line for each generation and search. */
    public static final String GENERATIONS = "generations.ndjson";
    /** What was found. */
    public static final String RESULT = "result.json";
    /** The best sample, {@code [channels, length]}. */
    public static final String BEST = "best.npy";
    /** The best sample of each search, {@code [searches, channels, length]}, where there are several. */
    public static final String BESTS = "bests.npy";
    /** The elites of the best search, {@code [elites, channels, length]}. */
    public static final String ELITES = "elites.npy";
    /** Rewards by generation. */
    public static final String CONVERGENCE = "convergence.svg";
    /** The populations of the first search, where samples are paths in the plane. */
    public static final String POPULATION = "population.gif";
    /** Inpainting beside the search's paths. */
    public static final String INPAINTING = "inpainting.svg";

    /** What processes that compute the reward wrote to their standard error; the part before it ends in {@code .1}. */
    public static final String REWARD_LOG = "reward.log";

    /** Holds what a run needs to go on after it was interrupted. */
    public static final String CHECKPOINT = HeldDirectory.CHECKPOINT;

    /** Frames of the animation, which cannot be drawn again from a checkpoint. */
    static final String FRAMES = CHECKPOINT + "/frames";

    private static final List<String> FILES =
            List.of(JOB, GENERATIONS, RESULT, BEST, BESTS, ELITES, CONVERGENCE, POPULATION, INPAINTING);

    private static final HeldDirectory.Leftovers LEFTOVERS = new HeldDirectory.Leftovers() {
        @Override
        public boolean in(Path path) {
            return FILES.stream().anyMatch(name -> Files.exists(path.resolve(name), LinkOption.NOFOLLOW_LINKS))
                    || !new CheckpointDirectory(path.resolve(CHECKPOINT))
                            .newestFirst()
                            .isEmpty();
        }

        @Override
        public void removeFrom(Path path) throws IOException {
            new CheckpointDirectory(path.resolve(CHECKPOINT)).clear();
            Files.deleteIfExists(path.resolve(FRAMES));
            for (String name : FILES) {
                Files.deleteIfExists(path.resolve(name));
            }
            Files.deleteIfExists(path.resolve(REWARD_LOG));
            Files.deleteIfExists(path.resolve(REWARD_LOG + ".1"));
        }
    };

    private final HeldDirectory held;
    private final CheckpointDirectory checkpoints;

    private RunDirectory(HeldDirectory held) {
        this.held = held;
        this.checkpoints = new CheckpointDirectory(path().resolve(CHECKPOINT), held.files());
    }

    /**
     * Refuses a place that {@link #create} would refuse for what it holds; changes nothing.
     *
     * @throws RunDirectoryException if the directory holds a run that must not be overwritten
     */
    public static void check(Path path, boolean overwrite) {
        HeldDirectory.requireFree(path, LEFTOVERS.in(path), overwrite);
    }

    /**
     * Makes a directory, or takes an existing one; the files of a former run are deleted.
     *
     * @param overwrite whether the directory may hold a run
     * @throws RunDirectoryException if it holds a run that must not be overwritten, or cannot be written
     */
    public static RunDirectory create(Path path, boolean overwrite) {
        return new RunDirectory(HeldDirectory.create(path, LEFTOVERS, overwrite));
    }

    /**
     * Takes a directory as it is, to go on with the run in it; one that is not there is made.
     *
     * @throws RunDirectoryException if it cannot be written or another process writes to it
     */
    public static RunDirectory open(Path path) {
        return open(path, DurableFiles.SYSTEM);
    }

    /** Takes a directory as it is, by other operations on files. */
    static RunDirectory open(Path path, DurableFiles files) {
        return new RunDirectory(HeldDirectory.take(path, files));
    }

    /**
     * Makes the directory {@code parent/name-n} with the least n from 1 that is free.
     *
     * @throws RunDirectoryException if it cannot be made
     */
    public static RunDirectory createNext(Path parent, String name) {
        return new RunDirectory(HeldDirectory.takeNext(parent, name));
    }

    /** Returns the directory. */
    public Path path() {
        return held.path();
    }

    /** Returns the checkpoints of the run. */
    CheckpointDirectory checkpoints() {
        return checkpoints;
    }

    /** Lets another process take the directory. */
    @Override
    public void close() {
        held.close();
    }

    /** Returns the place of one of the files. */
    Path file(String name) {
        return path().resolve(name);
    }

    /**
     * Waits until the names of all files are on the disk: without the name of {@value #GENERATIONS}, a checkpoint that
     * survives a machine that stops could not be used.
     */
    void force() {
        try {
            held.files().forceDirectory(path());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The names of the files in " + path() + " could not be written to the disk (" + FileProblem.of(e)
                            + "); check the rights of the directory.",
                    e);
        }
    }

    /** Writes one of the text files. */
    void write(String name, String text) {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes one of the files. */
    void write(String name, byte[] contents) {
        AtomicFile.write(path().resolve(name), contents);
    }
}
