package io.github.diffusionelites.training;

import io.github.diffusionelites.model.ModelTrainer;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Trains the model of the planar unicycle: a 1-D U-Net with v-prediction on a cosine schedule, by AdamW, of which the
 * moving average is kept.
 *
 * <p>The output is a model after every thousand steps too, so that a training that is stopped leaves its last one.
 * Equal settings give equal files on the same machine with the same Java version and number of threads.
 */
public final class UnicycleTrainer implements ModelTrainer {

    private static final String NAME = "unicycle";

    private final TrainingConfig config;

    /** Makes the trainer of the shipped model. */
    public UnicycleTrainer() {
        this(TrainingConfig.unicycle());
    }

    UnicycleTrainer(TrainingConfig config) {
        this.config = config;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Planar unicycle: 32 positions of a path from the origin with random heading, speed and curvature.";
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the steps or the batch are less than 1
     * @throws ArithmeticException if the training diverges
     */
    @Override
    public void train(Settings settings, Consumer<Progress> progress) throws IOException {
        if (settings.steps() < 1 || settings.batch() < 1) {
            throw new IllegalArgumentException("A training needs at least one step and one path in a batch, got steps="
                    + settings.steps() + ", batch=" + settings.batch() + ".");
        }
        ModelDirectory directory = new ModelDirectory(settings.output());
        long start = System.nanoTime();
        try (TrainingRun run = new TrainingRun(config, settings.seed(), settings.steps(), settings.batch())) {
            double sum = 0;
            int summed = 0;
            for (int step = 1; step <= settings.steps(); step++) {
                sum += run.step();
                summed++;
                boolean last = step == settings.steps();
                // Before the report, whose reader may end the training.
                if (last || step % config.checkpointEvery() == 0) {
                    write(directory, run, settings);
                }
                if (last || step % config.reportEvery() == 0) {
                    double seconds = (System.nanoTime() - start) * 1e-9;
                    progress.accept(new Progress(step, settings.steps(), sum / summed, seconds));
                    sum = 0;
                    summed = 0;
                }
            }
        }
    }

    private void write(ModelDirectory directory, TrainingRun run, Settings settings) {
        List<Double> losses = run.losses();
        byte[] weights = SafetensorsWriter.encode(run.layout(), run.averagedParameters());
        ModelDescription.Training training = new ModelDescription.Training(
                NAME,
                settings.command(),
                settings.seed(),
                losses.size(),
                settings.batch(),
                run.recentLoss(),
                ModelDescription.Data.unicycle());
        directory.write(
                weights,
                ModelDescription.of(config, run.statistics(), weights, training).toJson(),
                losses);
    }
}
