package io.github.diffusionelites.cli;

import io.github.diffusionelites.model.Quoted;
import io.github.diffusionelites.run.NumberedDirectories;
import io.github.diffusionelites.run.PreparedRun;
import io.github.diffusionelites.run.ResumePoint;
import io.github.diffusionelites.run.RunDirectory;
import io.github.diffusionelites.run.RunSummary;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a job. */
@Command(name = "run", description = "Run the search that a job file describes.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    /** A day: losing more can only be a slip of the pen. */
    private static final int LONGEST_SECONDS = 86_400;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "JOB.toml", description = "The job.")
    private Path jobFile;

    @Mixin
    private final PlaceOptions place = new PlaceOptions();

    @Option(names = "--seed", paramLabel = "S", description = "Seed of every random number. Overrides the job.")
    private @Nullable Long seed;

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
                    + " with the latest runs/JOB-n. More generations may have been added to the job.")
    private boolean resume;

    @Option(
            names = "--force",
            description = "Resume although model, device, instruction set, precision or program are others than before;"
                    + " results may differ.")
    private boolean force;

    @Option(
            names = "--checkpoint-seconds",
            paramLabel = "S",
            description = "Most seconds of work that a kill may cost, if generations are shorter; 1 by default, 0 for a"
                    + " checkpoint after each generation.")
    private double checkpointSeconds = 1;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        requireOptionsThatFit();
        Job job = overridden(JobFile.read(jobFile));
        Path former = resume && out == null
                ? NumberedDirectories.latest(Path.of("runs"), name()).orElse(null)
                : out;
        if (resume && former != null && Files.exists(former)) {
            return goOn(job, former, err);
        }
        if (out != null) {
            RunDirectory.check(out, overwrite);
        }
        try (PreparedRun run = PreparedRun.of(job, place.deviceOptions(), place.processes());
                Interruption interruption = new Interruption(run::cancel, err)) {
            describe(job, run, err);
            try (RunDirectory directory = out == null
                    ? RunDirectory.createNext(Path.of("runs"), name())
                    : RunDirectory.create(out, overwrite)) {
                return execute(run, directory, null, interruption);
            }
        }
    }

    private int goOn(Job job, Path former, PrintWriter err) {
        try (RunDirectory directory = RunDirectory.open(former)) {
            ResumePoint point = ResumePoint.find(
                            directory, job, sentence -> err.println("elites: " + Quoted.escaped(sentence)))
                    .orElse(null);
            if (point != null && point.finished()) {
                err.println("The run in " + former + " is finished, all " + point.generation()
                        + " generations of it; add generations to the job to go on.");
                return ExitCodes.DONE;
            }
            try (PreparedRun run = PreparedRun.of(job, place.deviceOptions(), place.processes());
                    Interruption interruption = new Interruption(run::cancel, err)) {
                describe(job, run, err);
                err.println(
                        point == null
                                ? "The run in " + former + " has not begun; it begins now."
                                : "The run in " + former + " goes on after " + point.generation() + " generations.");
                return execute(run, directory, point, interruption);
            }
        }
    }

    private int execute(
            PreparedRun run, RunDirectory directory, @Nullable ResumePoint point, Interruption interruption) {
        run.checkpointEvery(Duration.ofNanos(Math.round(1e9 * checkpointSeconds)));
        Progress progress = new Progress(
                spec.commandLine().getErr(),
                Terminal.live(),
                run.job().search().fidelity().generations(),
                run.job().model() instanceof Job.Model.Network,
                run.job().search().sense());
        RunSummary summary;
        try {
            summary = point == null ? run.execute(directory, progress) : run.resume(directory, point, force, progress);
        } finally {
            progress.end();
        }
        RunReport.print(spec.commandLine().getOut(), summary, directory);
        return interruption.happened() || summary.interrupted() ? ExitCodes.INTERRUPTED : ExitCodes.DONE;
    }

    private void describe(Job job, PreparedRun run, PrintWriter err) {
        err.println(DeviceLine.chosen(job.device().id(), place.deviceOptions(), run.device()));
        err.println(DeviceLine.of(run.plan()));
    }

    private void requireOptionsThatFit() {
        if (resume && overwrite) {
            throw new InputException("The options --resume and --overwrite exclude each other; choose whether the run"
                    + " in DIR goes on or is replaced.");
        }
        if (!(checkpointSeconds >= 0 && checkpointSeconds <= LONGEST_SECONDS)) {
            throw new InputException("The option --checkpoint-seconds is " + checkpointSeconds
                    + ", but must be a number from 0 to " + LONGEST_SECONDS + ".");
        }
        if (force && !resume) {
            throw new InputException("The option --force only means something with --resume; leave it out.");
        }
    }

    private Job overridden(Job job) {
        Job other = place.override(job);
        return seed == null ? other : other.withSeed(seed);
    }

    private String name() {
        return jobFile.getFileName().toString().replaceAll("\\.toml$", "");
    }
}
