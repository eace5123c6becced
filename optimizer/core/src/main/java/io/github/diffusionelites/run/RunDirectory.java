package io.github.diffusionelites.run;

import io.github.diffusionelites.run.job.FileProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Where the files of a run lie. */
public final class RunDirectory {

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

    private static final List<String> FILES =
            List.of(JOB, GENERATIONS, RESULT, BEST, BESTS, ELITES, CONVERGENCE, POPULATION, INPAINTING);

    private final Path path;

    private RunDirectory(Path path) {
        this.path = path;
    }

    /**
     * Refuses a place that {@link #create} would refuse for what it holds; changes nothing.
     *
     * @throws RunDirectoryException if the directory holds a run that must not be overwritten
     */
    public static void check(Path path, boolean overwrite) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new RunDirectoryException(path + " is not a directory, so that no run can be written there; name"
                    + " another place with --out.");
        }
        boolean holdsRun = FILES.stream().anyMatch(name -> Files.exists(path.resolve(name), LinkOption.NOFOLLOW_LINKS));
        if (holdsRun && !overwrite) {
            throw new RunDirectoryException("The directory " + path + " already holds a run; name another one with"
                    + " --out, or say --overwrite.");
        }
    }

    /**
     * Makes a directory, or takes an existing one; the files of a former run are deleted.
     *
     * @param overwrite whether the directory may hold a run
     * @throws RunDirectoryException if it holds a run that must not be overwritten, or cannot be written
     */
    public static RunDirectory create(Path path, boolean overwrite) {
        check(path, overwrite);
        try {
            Files.createDirectories(path);
            Files.delete(Files.createTempFile(path, ".probe", ".tmp"));
            for (String name : FILES) {
                Files.deleteIfExists(path.resolve(name));
            }
        } catch (IOException e) {
            throw unwritable(path, e);
        }
        return new RunDirectory(path);
    }

    /**
     * Makes the directory {@code parent/name-n} with the least n from 1 that is free.
     *
     * @throws RunDirectoryException if it cannot be made
     */
    public static RunDirectory createNext(Path parent, String name) {
        try {
            Files.createDirectories(parent);
            for (int n = 1; ; n++) {
                Path path = parent.resolve(name + "-" + n);
                try {
                    // Making the directory claims the number, should another run start at the same time.
                    return new RunDirectory(Files.createDirectory(path));
                } catch (FileAlreadyExistsException taken) {
                    continue;
                }
            }
        } catch (IOException e) {
            throw unwritable(parent, e);
        }
    }

    /** Returns the directory. */
    public Path path() {
        return path;
    }

    /** Returns the place of one of the files. */
    Path file(String name) {
        return path.resolve(name);
    }

    /** Writes one of the text files. */
    void write(String name, String text) {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes one of the files. */
    void write(String name, byte[] contents) {
        AtomicFile.write(path.resolve(name), contents);
    }

    private static RunDirectoryException unwritable(Path path, IOException e) {
        return new RunDirectoryException(
                "The directory " + path.toAbsolutePath() + " cannot be written (" + FileProblem.of(e)
                        + "); name another one with --out.",
                e);
    }
}
