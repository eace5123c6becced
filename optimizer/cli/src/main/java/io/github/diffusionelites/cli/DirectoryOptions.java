package io.github.diffusionelites.cli;

import io.github.diffusionelites.run.NumberedDirectories;
import io.github.diffusionelites.run.job.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that fill a directory, which say which one, and whether they go on with what it holds. */
final class DirectoryOptions {

    private static final Path RUNS = Path.of("runs");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write; by default runs/JOB-n with the next free n.")
    private @Nullable Path out;

    @Option(names = "--overwrite", description = "Replace a run that DIR already holds.")
    private boolean overwrite;

    @Option(
            names = "--resume",
            description = "Go on with the run in DIR where it ended, or begin it if there is none yet; without --out,"
                    + " with the latest runs/JOB-n.")
    private boolean resume;

    @Option(
            names = "--force",
            description = "Resume although model, device, instruction set, precision or program are others than before;"
                    + " results may differ.")
    private boolean force;

    /** For picocli. */
    DirectoryOptions() {}

    /**
     * Refuses options that exclude each other, and a directory without a name.
     *
     * @throws InputException if there is one of these
     */
    void requireFit() {
        if (out != null && out.toString().isEmpty()) {
            throw new InputException("The option --out is empty; name a directory, for example . for this one.");
        }
        if (resume && overwrite) {
            throw new InputException("The options --resume and --overwrite exclude each other; choose whether the run"
                    + " in DIR goes on or is replaced.");
        }
        if (force && !resume) {
            throw new InputException("The option --force only means something with --resume; leave it out.");
        }
    }

    /**
     * Refuses a new run that would replace the file of its job by its own copy of the job.
     *
     * @param copy the name of that copy
     * @throws InputException if it would
     */
    void requireApart(Path job, String copy) {
        if (out == null) {
            return;
        }
        Path replaced = out.resolve(copy);
        try {
            if (Files.exists(replaced) && Files.isSameFile(replaced, job)) {
                throw new InputException("The run's own " + copy + " would replace the job file " + job
                        + "; name another directory with --out, or give the job file another name.");
            }
        } catch (IOException e) {
            throw new InputException("The file " + replaced + " cannot be looked at (" + FileProblem.of(e)
                    + "); name another directory with --out.");
        }
    }

    /** Returns the directory to go on in; null if something new is to begin. */
    @Nullable
    Path former(Path job) {
        if (!resume) {
            return null;
        }
        Path former = out == null ? NumberedDirectories.latest(RUNS, name(job)).orElse(null) : out;
        return former != null && Files.exists(former) ? former : null;
    }

    /** Returns the directory that was named; null if none was. */
    @Nullable
    Path out() {
        return out;
    }

    /** Returns where directories are numbered. */
    Path runs() {
        return RUNS;
    }

    /** Returns the name of numbered directories. */
    String name(Path job) {
        return job.getFileName().toString().replaceAll("\\.toml$", "");
    }

    boolean overwrite() {
        return overwrite;
    }

    boolean force() {
        return force;
    }
}
