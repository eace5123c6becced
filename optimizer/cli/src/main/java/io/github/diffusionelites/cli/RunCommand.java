package io.github.diffusionelites.cli;

import io.github.diffusionelites.model.Quoted;
import io.github.diffusionelites.run.PreparedRun;
import io.github.diffusionelites.run.ResumePoint;
import io.github.diffusionelites.run.RunDirectory;
import io.github.diffusionelites.run.RunSummary;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobFile;
import java.io.PrintWriter;
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

    @Mixin
    private final DirectoryOptions target = new DirectoryOptions();

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
        Path former = target.former(jobFile);
        if (former != null) {
            return goOn(job, former, err);
        }
        Path out = target.out();
        if (out != null) {
            target.requireApart(jobFile, RunDirectory.JOB);
            RunDirectory.check(out, target.overwrite());
        }
        try (PreparedRun run = PreparedRun.of(job, place.deviceOptions(), place.processes());
                Interruption interruption = new Interruption(run::cancel, err)) {
            describe(job, run, err);
            try (RunDirectory directory = out == null
                    ? RunDirectory.createNext(target.runs(), target.name(jobFile))
                    : RunDirectory.create(out, target.overwrite())) {
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
            summary = point == null
                    ? run.execute(directory, progress)
                    : run.resume(directory, point, target.force(), progress);
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
        target.requireFit();
        if (!(checkpointSeconds >= 0 && checkpointSeconds <= LONGEST_SECONDS)) {
            throw new InputException("The option --checkpoint-seconds is " + checkpointSeconds
                    + ", but must be a number from 0 to " + LONGEST_SECONDS + ".");
        }
    }

    private Job overridden(Job job) {
        Job other = place.override(job);
        return seed == null ? other : other.withSeed(seed);
    }
}
