package io.github.diffusionelites.cli;

import io.github.diffusionelites.batch.BatchDirectory;
import io.github.diffusionelites.batch.BatchEstimate;
import io.github.diffusionelites.batch.BatchJob;
import io.github.diffusionelites.batch.BatchRunner;
import io.github.diffusionelites.batch.BatchSummary;
import io.github.diffusionelites.batch.PreparedBatch;
import io.github.diffusionelites.batch.WorkerCrew;
import io.github.diffusionelites.batch.WorkerSettings;
import io.github.diffusionelites.run.job.BatchJobFile;
import io.github.diffusionelites.run.job.Job;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a job of many searches. */
@Command(
        name = "batch",
        description = "Run the searches that the manifest of a job file lists.",
        mixinStandardHelpOptions = true)
final class BatchCommand implements Callable<Integer> {

    private static final int LONGEST_SECONDS = 86_400;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "JOB.toml", description = "The job, with a section [manifest].")
    private Path jobFile;

    @Mixin
    private final PlaceOptions place = new PlaceOptions();

    @Mixin
    private final DirectoryOptions target = new DirectoryOptions();

    @Option(names = "--dry-run", description = "Check everything, say what the job will take, and write nothing.")
    private boolean dryRun;

    @Option(
            names = "--only",
            paramLabel = "ID",
            split = ",",
            description = "Run only the searches of these ids, to the same results.")
    private @Nullable List<Integer> only;

    @Option(
            names = "--places",
            paramLabel = "N",
            description = "Searches on the device at a time, at each fidelity; 0 for as many as suit it. Results do not"
                    + " depend on it.")
    private int places;

    @Option(
            names = "--workers",
            paramLabel = "ID",
            split = ",",
            description =
                    "Run by worker processes, one for each of these devices, such as cuda:0,cuda:1. Results do not"
                            + " depend on it.")
    private @Nullable List<String> workers;

    @Option(
            names = "--save-seconds",
            paramLabel = "S",
            description = "Most seconds of work that a kill may cost, if generations are shorter; 1 by default, and"
                    + " more where saving would take more than a twentieth of the time.")
    private double saveSeconds = 1;

    @Override
    public Integer call() {
        requireOptionsThatFit();
        BatchJob job = overridden(BatchJobFile.read(jobFile));
        Path former = target.former(jobFile);
        Path out = target.out();
        if (former == null && out != null) {
            target.requireApart(jobFile, BatchDirectory.JOB);
            BatchDirectory.check(out, target.overwrite());
        }
        PrintWriter err = spec.commandLine().getErr();
        if (workers != null) {
            place.requireDevices(workers);
        }
        if (workers != null && !dryRun) {
            WorkerSettings settings = place.workers(workers, places);
            err.println("Workers on " + String.join(", ", workers) + ".");
            return run(new WorkerCrew(job, settings, interval()), job, former, err);
        }
        PreparedBatch batch = PreparedBatch.of(job, place.deviceOptions(), place.processes(), places, interval());
        err.println(DeviceLine.chosen(job.job().device().id(), place.deviceOptions(), batch.device()));
        if (dryRun) {
            try (batch) {
                return estimate(batch);
            }
        }
        return run(batch, job, former, err);
    }

    private int run(BatchRunner runner, BatchJob job, @Nullable Path former, PrintWriter err) {
        try (runner;
                Interruption interruption = new Interruption(runner::cancel, err);
                BatchDirectory directory = directory(former)) {
            return execute(runner, job, directory, interruption);
        }
    }

    private Duration interval() {
        return Duration.ofNanos(Math.round(1e9 * saveSeconds));
    }

    private BatchDirectory directory(@Nullable Path former) {
        if (former != null) {
            return BatchDirectory.open(former);
        }
        Path out = target.out();
        return out == null
                ? BatchDirectory.createNext(target.runs(), target.name(jobFile))
                : BatchDirectory.create(out, target.overwrite());
    }

    private int estimate(PreparedBatch batch) {
        BatchEstimate estimate = batch.estimate();
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%d searches%s, %d at a time on %s, %.1f MiB of its memory; at most %s evaluations, %s at"
                                + " %s evaluations/s.%n",
                        estimate.searches(),
                        estimate.groups() == 1 ? "" : " in " + estimate.groups() + " groups of populations",
                        estimate.places(),
                        batch.device().id(),
                        estimate.memoryBytes() / (double) (1 << 20),
                        BatchLine.count((double) estimate.evaluations()),
                        BatchLine.duration(estimate.seconds()),
                        BatchLine.count(estimate.evaluationsPerSecond()));
        return ExitCodes.DONE;
    }

    private int execute(BatchRunner runner, BatchJob job, BatchDirectory directory, Interruption interruption) {
        boolean targets = job.manifest().searches().stream()
                .anyMatch(search -> search.rules().hasTarget());
        BatchLine line = new BatchLine(spec.commandLine().getErr(), Terminal.live(), targets, System::nanoTime);
        BatchSummary summary;
        try {
            summary = runner.execute(directory, target.force(), line);
        } finally {
            line.end();
        }
        report(summary, directory);
        return interruption.happened() || summary.interrupted() ? ExitCodes.INTERRUPTED : ExitCodes.DONE;
    }

    private void report(BatchSummary summary, BatchDirectory directory) {
        PrintWriter written = spec.commandLine().getOut();
        written.printf(
                Locale.ROOT,
                "%d of %d searches finished%s.%n",
                summary.progress().finished(),
                summary.progress().searches(),
                summary.targets() == 0
                        ? ""
                        : ", " + summary.progress().reached() + " of " + summary.targets() + " targets reached");
        written.println(directory.path());
    }

    private void requireOptionsThatFit() {
        target.requireFit();
        if (places < 0) {
            throw new InputException("The option --places is " + places + ", but must be 0 (automatic) or more.");
        }
        if (!(saveSeconds >= 0 && saveSeconds <= LONGEST_SECONDS)) {
            throw new InputException("The option --save-seconds is " + saveSeconds + ", but must be a number from 0 to "
                    + LONGEST_SECONDS + ".");
        }
    }

    private BatchJob overridden(BatchJob job) {
        Job other = place.override(job.job());
        BatchJob whole = job.withJob(other);
        return only == null ? whole : whole.only(only);
    }
}
