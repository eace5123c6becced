package io.github.diffusionelites.cli;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.model.DiffusionModel;
import io.github.diffusionelites.run.AtomicFile;
import io.github.diffusionelites.run.NpyFile;
import io.github.diffusionelites.run.Sampling;
import io.github.diffusionelites.run.picture.SamplesPicture;
import io.github.diffusionelites.run.picture.Trajectories;
import io.github.diffusionelites.run.picture.TrajectoryStatistics;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws samples of a model without a search. */
@Command(
        name = "sample",
        description = "Draw samples of a model without a search, and say how good they are where they are paths.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class SampleCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL_DIR", description = "The directory of the model.")
    private Path directory;

    @Option(names = "--count", paramLabel = "N", defaultValue = "256", description = "Samples to draw.")
    private int count;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "60", description = "Denoising steps.")
    private int steps;

    @Option(names = "--eta", paramLabel = "E", defaultValue = "0", description = "Share of fresh noise, 0 to 1.")
    private double eta;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "Seed of every random number.")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "FILE.npy",
            defaultValue = "samples.npy",
            description = "Where to write the samples, and a picture of paths beside them.")
    private Path out;

    @Option(names = "--overwrite", description = "Replace files that are there.")
    private boolean overwrite;

    @Option(names = "--device", paramLabel = "ID", defaultValue = "auto", description = "Where to run.")
    private String device;

    @Mixin
    private final BindingOption binding = new BindingOption();

    @Option(
            names = "--precision",
            paramLabel = "P",
            defaultValue = "auto",
            converter = PrecisionOption.class,
            completionCandidates = PrecisionOption.class,
            description = "Of the network: ${COMPLETION-CANDIDATES}. Samples depend on it.")
    private Precision precision;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        requireOptions();
        DiffusionModel model = DiffusionModel.load(directory);
        Decoder decoder = model.decoder(eta);
        if (steps > decoder.maximumSteps()) {
            throw new InputException("The option --steps is " + steps + ", but the model was trained with "
                    + decoder.maximumSteps() + " timesteps; ask for at most as many.");
        }
        try (Device opened = DeviceArgument.open(device, binding.options());
                Sampling sampling =
                        new Sampling(opened, decoder, count, steps, 0, PlanOptions.AUTO.withPrecision(precision));
                Interruption interruption = new Interruption(sampling::cancel, err)) {
            err.println(DeviceLine.chosen(device, binding.options(), opened.info()));
            err.println(DeviceLine.of(sampling.plan()));
            float[] samples = sampling.draw(seed);
            NpyFile.write(out, samples, count, decoder.channels(), decoder.length());
            spec.commandLine().getOut().println("Samples       " + out);
            if (decoder.channels() == 2 && decoder.length() >= 3) {
                paths(new Trajectories(samples, decoder.length()));
            }
            return interruption.happened() ? ExitCodes.INTERRUPTED : ExitCodes.DONE;
        }
    }

    private void paths(Trajectories paths) {
        PrintWriter print = spec.commandLine().getOut();
        AtomicFile.write(picture(), SamplesPicture.draw(paths).getBytes(StandardCharsets.UTF_8));
        print.println("Picture       " + picture());
        TrajectoryStatistics statistics = TrajectoryStatistics.of(paths);
        print.println("Percentiles                50th     90th     99th");
        row(print, "step-length spread", statistics.spread());
        row(print, "turn change [rad]", statistics.turnChange());
    }

    private static void row(PrintWriter print, String name, double[] values) {
        print.printf(Locale.ROOT, "%-22s %8.3f %8.3f %8.3f%n", name, values[0], values[1], values[2]);
    }

    private Path picture() {
        return out.resolveSibling(out.getFileName().toString().replaceAll("\\.npy$", "") + ".svg");
    }

    private void requireOptions() {
        if (count < 1 || steps < 1 || !(eta >= 0 && eta <= 1)) {
            throw new InputException("The options --count and --steps must be at least 1 and --eta from 0 to 1, but"
                    + " they are " + count + ", " + steps + " and " + eta + ".");
        }
        if (Files.isDirectory(out)) {
            throw new InputException(
                    "The samples cannot be written to " + out + ", because it is a directory; name a file with --out.");
        }
        Path parent = out.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new InputException("The file " + out + " cannot be written, because " + parent
                    + " is not a directory that can be written; name another place with --out.");
        }
        if (!overwrite && (Files.exists(out) || Files.exists(picture()))) {
            throw new InputException("The file " + (Files.exists(out) ? out : picture())
                    + " is already there; name another one with --out, or say --overwrite.");
        }
    }
}
