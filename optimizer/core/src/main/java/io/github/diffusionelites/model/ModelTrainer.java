package io.github.diffusionelites.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Makes a model directory: the data, the network, the weights.
 *
 * <p>Found by {@link java.util.ServiceLoader}. The implementations need a training engine and live in a module of
 * their own, so that running a search needs none of it.
 */
public interface ModelTrainer {

    /** The name of the task on the command line, for example {@code unicycle}. */
    String name();

    /** One sentence on the data that this task makes. */
    String description();

    /**
     * Trains and writes {@code model.safetensors}, {@code model.json} and {@code loss.csv} into the output directory.
     *
     * @param settings what to train
     * @param progress told of the loss while training goes on, on the calling thread
     * @throws IOException if the output directory cannot be made or written, before any work
     * @throws java.io.UncheckedIOException if a file cannot be written later
     */
    void train(Settings settings, Consumer<Progress> progress) throws IOException;

    /**
     * What to train.
     *
     * @param output the directory for the model; made if it is missing
     * @param seed of the data, the initial weights and the noise
     * @param steps optimizer steps, at least 1
     * @param batch trajectories in a step, at least 1
     * @param command the command line that asked for this training, kept in {@code model.json}
     */
    record Settings(Path output, long seed, int steps, int batch, String command) {}

    /**
     * The state of a training.
     *
     * @param step optimizer steps done
     * @param steps optimizer steps in all
     * @param loss mean squared error of the v-prediction, averaged over the steps since the former report
     * @param seconds since the start
     */
    record Progress(int step, int steps, double loss, double seconds) {}
}
