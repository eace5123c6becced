package io.github.diffusionelites.cli;

import io.github.diffusionelites.model.ModelTrainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.function.Consumer;

/** Writes a description and no weights; with the seed 7 the disk is full after that. */
public final class RehearsedTrainer implements ModelTrainer {

    static final long FULL_DISK = 7;

    @Override
    public String name() {
        return "rehearsed";
    }

    @Override
    public String description() {
        return "Nothing at all.";
    }

    @Override
    public void train(Settings settings, Consumer<Progress> progress) throws IOException {
        if (Files.isRegularFile(settings.output())) {
            throw new IOException("The model cannot be written to " + settings.output() + " (it is a file).");
        }
        Files.createDirectories(settings.output());
        Files.writeString(settings.output().resolve("model.json"), settings.command());
        progress.accept(new Progress(settings.steps(), settings.steps(), 0.5, 1));
        if (settings.seed() == FULL_DISK) {
            throw new UncheckedIOException("Writing the model failed.", new IOException("No space left on device"));
        }
    }
}
