package io.github.diffusionelites.cli;

import io.github.diffusionelites.run.PreparedRun;
import io.github.diffusionelites.run.RunDirectory;
import io.github.diffusionelites.run.RunSummary;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a job. */
@Command(name = "run", description = "Run the search that a job file describes.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "JOB.toml", description = "The job.")
    private Path jobFile;

    @Option(
            names = "--device",
            paramLabel = "ID",
            description = "Where to run: auto, or a device that the command devices lists. Overrides the job.")
    private String device;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of every random number. Overrides the job.")
    private Long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write; by default runs/JOB-n with the next free n.")
    private Path out;

    @Option(names = "--overwrite", description = "Replace a run that DIR already holds.")
    private boolean overwrite;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            description = "Chunks in flight, 0 for the device's own choice. Results do not depend on it.")
    private Integer lanes;

    @Option(
            names = "--chunk-rows",
            paramLabel = "N",
            description = "Individuals in a chunk, 0 for the device's own choice. Results do not depend on it.")
    private Integer chunkRows;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Job job = overridden(JobFile.read(jobFile));
        if (out != null) {
            RunDirectory.check(out, overwrite);
        }
        try (PreparedRun run = PreparedRun.of(job);
                Interruption interruption = new Interruption(run::cancel, err)) {
            err.println(DeviceLine.chosen(job.device().id(), run.device()));
            err.println(DeviceLine.of(run.plan()));
            RunDirectory directory = out == null
                    ? RunDirectory.createNext(Path.of("runs"), name())
                    : RunDirectory.create(out, overwrite);
            Progress progress = new Progress(
                    err,
                    Terminal.live(),
                    job.search().fidelity().generations(),
                    job.model() instanceof Job.Model.Network,
                    job.search().sense());
            RunSummary summary;
            try {
                summary = run.execute(directory, progress::show);
            } finally {
                progress.end();
            }
            RunReport.print(spec.commandLine().getOut(), summary, directory);
            return interruption.happened() || summary.interrupted() ? ExitCodes.INTERRUPTED : ExitCodes.DONE;
        }
    }

    private Job overridden(Job job) {
        requireAtLeastZero("--lanes", lanes);
        requireAtLeastZero("--chunk-rows", chunkRows);
        Job.DeviceChoice choice = new Job.DeviceChoice(
                device == null ? job.device().id() : device,
                lanes == null ? job.device().lanes() : lanes,
                chunkRows == null ? job.device().chunkRows() : chunkRows);
        Job other = job.withDevice(choice);
        return seed == null ? other : other.withSeed(seed);
    }

    private static void requireAtLeastZero(String option, Integer value) {
        if (value != null && value < 0) {
            throw new InputException("The option " + option + " is " + value + ", but must be 0 (automatic) or more.");
        }
    }

    private String name() {
        return jobFile.getFileName().toString().replaceAll("\\.toml$", "");
    }
}
