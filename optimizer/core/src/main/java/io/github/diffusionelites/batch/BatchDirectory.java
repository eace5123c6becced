package io.github.diffusionelites.batch;

import io.github.diffusionelites.run.AtomicFile;
import io.github.diffusionelites.run.HeldDirectory;
import io.github.diffusionelites.run.RunDirectoryException;
import io.github.diffusionelites.run.checkpoint.DurableFiles;
import io.github.diffusionelites.run.job.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Where the files of a job of many searches lie. As long as it is open, no other process can take the directory. */
public final class BatchDirectory implements AutoCloseable {

    /** The job, with every default filled in. */
    public static final String JOB = "job.toml";
    /** The searches. */
    public static final String MANIFEST = "manifest";
    /** Which searches are finished, and what a person should know. */
    public static final String JOURNAL = "journal";
    /** Progress, a line a second. */
    public static final String METRICS = "metrics.ndjson";
    /** One line for each search. */
    public static final String TABLE = "searches.csv";
    /** The same as Parquet. */
    public static final String PARQUET = "searches.parquet";
    /** What a person reads first. */
    public static final String REPORT = "report.html";
    /** Standard error of reward processes. */
    public static final String REWARD_LOG = "reward.log";
    /** Holds what a job needs to go on after it was interrupted. */
    public static final String CHECKPOINT = HeldDirectory.CHECKPOINT;

    private static final String IDENTITY = CHECKPOINT + "/identity.json";
    private static final String STATES = ".states";

    /** The journal first, as a directory without one has no job: no end in between leaves half of one to resume. */
    private static final List<String> FILES =
            List.of(JOURNAL, JOB, MANIFEST, METRICS, TABLE, PARQUET, REPORT, REWARD_LOG, REWARD_LOG + ".1", IDENTITY);

    private static final List<String> SHARDS = List.of("best", "best_latents", "elites", "elite_rewards");

    private static final HeldDirectory.Leftovers LEFTOVERS = new HeldDirectory.Leftovers() {
        @Override
        public boolean in(Path path) {
            return FILES.stream().anyMatch(name -> Files.exists(path.resolve(name), LinkOption.NOFOLLOW_LINKS));
        }

        @Override
        public void removeFrom(Path path) throws IOException {
            for (String name : FILES) {
                Path file = path.resolve(name);
                Files.deleteIfExists(file);
                // What a kill leaves of one that was being replaced.
                Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".tmp"));
            }
            clear(path.resolve(CHECKPOINT), "worker-[0-9]+\\.(states|log)");
            for (String name : SHARDS) {
                clear(path.resolve(name), "[0-9]{5,}\\.npy");
            }
        }
    };

    private final HeldDirectory held;

    private BatchDirectory(HeldDirectory held) {
        this.held = held;
    }

    /**
     * Refuses a place that {@link #create} would refuse for what it holds; changes nothing.
     *
     * @throws RunDirectoryException if the directory holds a job that must not be overwritten
     */
    public static void check(Path path, boolean overwrite) {
        HeldDirectory.requireFree(path, LEFTOVERS.in(path), overwrite);
    }

    /**
     * Makes a directory, or takes an existing one; the files of a former job are deleted.
     *
     * @throws RunDirectoryException if it holds a job that must not be overwritten, or cannot be written
     */
    public static BatchDirectory create(Path path, boolean overwrite) {
        return new BatchDirectory(HeldDirectory.create(path, LEFTOVERS, overwrite));
    }

    /**
     * Takes a directory as it is, to go on with the job in it; one that is not there is made.
     *
     * @throws RunDirectoryException if it cannot be written or another process writes to it
     */
    public static BatchDirectory open(Path path) {
        return open(path, DurableFiles.SYSTEM);
    }

    /** Takes a directory as it is, by other operations on files. */
    static BatchDirectory open(Path path, DurableFiles files) {
        return new BatchDirectory(HeldDirectory.take(path, files));
    }

    /**
     * Makes the directory {@code parent/name-n} with the least n from 1 that is free.
     *
     * @throws RunDirectoryException if it cannot be made
     */
    public static BatchDirectory createNext(Path parent, String name) {
        return new BatchDirectory(HeldDirectory.takeNext(parent, name));
    }

    /** Returns the directory. */
    public Path path() {
        return held.path();
    }

    /** Returns the place of one of the files. */
    public Path file(String name) {
        return path().resolve(name);
    }

    /**
     * Reads the job that is kept here.
     *
     * @throws RunDirectoryException if it cannot be read
     */
    String readJob() {
        try {
            return Files.readString(file(JOB));
        } catch (IOException e) {
            throw new RunDirectoryException(
                    "The job in " + path() + " cannot be resumed, because " + file(JOB) + " cannot be read ("
                            + FileProblem.of(e) + "); put it back, or begin a new job with another --out.",
                    e);
        }
    }

    /** Returns by which operations files reach the disk. */
    DurableFiles files() {
        return held.files();
    }

    /** Returns whether a job has begun here. */
    boolean begun() {
        return Files.exists(file(JOURNAL));
    }

    /** Returns the name of the file with the states of the searches that a worker runs. */
    static String states(int worker) {
        return CHECKPOINT + "/worker-" + worker + STATES;
    }

    /** Returns the name of the file with what a worker writes to its standard error. */
    static String log(int worker) {
        return CHECKPOINT + "/worker-" + worker + ".log";
    }

    /** Returns the files with states of searches, of all workers that there were. */
    List<Path> states() {
        try {
            return states(path());
        } catch (IOException e) {
            throw HeldDirectory.unwritable(path(), e);
        }
    }

    private static List<Path> states(Path path) throws IOException {
        try (Stream<Path> entries = Files.list(path.resolve(CHECKPOINT))) {
            return entries.filter(file -> file.getFileName().toString().endsWith(STATES))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Removes the files with states, which nobody needs once all searches are finished.
     *
     * @throws UncheckedIOException if that fails; they are in nobody's way
     */
    void forgetStates() {
        for (Path file : states()) {
            try {
                held.files().delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "The states " + file + ", which are not needed any more, cannot be removed ("
                                + FileProblem.of(e) + "); check the rights of the directory.",
                        e);
            }
        }
    }

    /** Writes what the results depend on beside job and manifest. */
    void writeIdentity(Map<String, String> identity) {
        AtomicFile.write(
                held.files(),
                file(IDENTITY),
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsBytes(identity));
    }

    /**
     * Reads what the results depend on beside job and manifest.
     *
     * @throws RunDirectoryException if it is not there or damaged
     */
    Map<String, String> identity() {
        try {
            return JsonMapper.shared()
                    .readValue(Files.readAllBytes(file(IDENTITY)), new TypeReference<Map<String, String>>() {});
        } catch (IOException | JacksonException e) {
            throw new RunDirectoryException(
                    "The job in " + path() + " cannot be resumed, because " + file(IDENTITY)
                            + ", which says on what it began, cannot be read; begin it anew in another directory.",
                    e);
        }
    }

    /** Lets another process take the directory. */
    @Override
    public void close() {
        held.close();
    }

    /** Removes files of such names, and what a kill leaves of one that was being replaced. */
    private static void clear(Path directory, String names) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path file : entries.toList()) {
                if (file.getFileName().toString().matches(names + "|\\." + names + "\\.tmp")) {
                    Files.delete(file);
                }
            }
        }
    }
}
