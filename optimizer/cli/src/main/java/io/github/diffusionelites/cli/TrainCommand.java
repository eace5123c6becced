package io.github.diffusionelites.cli;

import io.github.diffusionelites.model.DiffusionModel;
import io.github.diffusionelites.model.ModelTrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a model. */
@Command(
        name = "train",
        description = "Train a model on made-up data.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class TrainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "TASK", description = "What to train, for example unicycle.")
    private String task;

    @Option(names = "--out", paramLabel = "DIR", description = "Where to write; by default models/TASK.")
    private @Nullable Path out;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "Seed of data, weights and noise.")
    private long seed;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "5000", description = "Optimizer steps.")
    private int steps;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "128", description = "Samples in a step.")
    private int batch;

    @Option(names = "--overwrite", description = "Replace a model that DIR already holds.")
    private boolean overwrite;

    @Override
    public Integer call() {
        ModelTrainer trainer = trainer();
        Path directory = out == null ? Path.of("models", task) : out;
        if (steps < 1 || batch < 1) {
            throw new InputException("The options --steps and --batch must be at least 1, but they are " + steps
                    + " and " + batch + ".");
        }
        if (!overwrite && Files.exists(directory.resolve(DiffusionModel.DESCRIPTION))) {
            throw new InputException("The directory " + directory + " already holds a model; name another one with"
                    + " --out, or say --overwrite.");
        }
        return train(trainer, directory);
    }

    private int train(ModelTrainer trainer, Path directory) {
        PrintWriter err = spec.commandLine().getErr();
        AtomicBoolean cancelled = new AtomicBoolean();
        boolean live = Terminal.live();
        ModelTrainer.Settings settings = new ModelTrainer.Settings(directory, seed, steps, batch, command());
        try (Interruption interruption = new Interruption(() -> cancelled.set(true), err)) {
            trainer.train(settings, progress -> {
                show(err, live, progress);
                if (cancelled.get()) {
                    throw new CancellationException("The training was interrupted.");
                }
            });
            spec.commandLine().getOut().println("Model         " + directory);
            return interruption.happened() ? ExitCodes.INTERRUPTED : ExitCodes.DONE;
        } catch (IOException e) {
            throw new InputException(String.valueOf(e.getMessage()), e);
        } finally {
            if (live) {
                err.println();
            }
        }
    }

    private static void show(PrintWriter err, boolean live, ModelTrainer.Progress progress) {
        double left = progress.seconds() / progress.step() * (progress.steps() - progress.step());
        err.printf(
                Locale.ROOT,
                "%sstep %d of %d, loss %.4f, %.0f s, %.0f s to go%s",
                live ? "\r\u001b[K" : "",
                progress.step(),
                progress.steps(),
                progress.loss(),
                progress.seconds(),
                left,
                live ? "" : System.lineSeparator());
        err.flush();
    }

    private ModelTrainer trainer() {
        List<ModelTrainer> trainers = ServiceLoader.load(ModelTrainer.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        if (trainers.isEmpty()) {
            throw new InputException("There is no trainer on the class path; train with the script elites, which builds"
                    + " the module optimizer/training and adds it.");
        }
        return trainers.stream()
                .filter(trainer -> trainer.name().equals(task))
                .findFirst()
                .orElseThrow(() -> new InputException("There is no task \"" + task + "\" to train; there are: "
                        + trainers.stream()
                                .map(trainer -> trainer.name() + ": " + trainer.description())
                                .collect(Collectors.joining(" "))));
    }

    private String command() {
        return "elites train " + task + " --seed " + seed + " --steps " + steps + " --batch " + batch;
    }
}
