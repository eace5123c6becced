package io.github.diffusionelites.training;

import io.github.diffusionelites.sampler.NoiseSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A training in progress: parameters, optimizer state, random streams and losses so far. */
final class TrainingRun implements AutoCloseable {

    private static final int AVERAGED_LOSSES = 100;

    private final TrainingConfig config;
    private final int batch;
    private final LearningRate rate;
    private final NoiseSchedule schedule;
    private final ChannelStatistics statistics;
    private final SplittableRandom dataRandom;
    private final SplittableRandom noiseRandom;
    private final ParameterLayout layout;
    private final VelocityLoss loss;
    private final AdamW optimizer;
    private final MovingAverage average;
    private final float[] parameters;
    private final List<Double> losses = new ArrayList<>();

    /**
     * Prepares a training.
     *
     * @param seed of the initial weights, the data and the noise
     * @param steps optimizer steps over which the learning rate falls
     * @param batch paths in a step
     */
    TrainingRun(TrainingConfig config, long seed, int steps, int batch) {
        this.config = config;
        this.batch = batch;
        SplittableRandom random = new SplittableRandom(seed);
        SplittableRandom statisticsRandom = random.split();
        SplittableRandom initialRandom = random.split();
        dataRandom = random.split();
        noiseRandom = random.split();
        rate = new LearningRate(config.peakRate(), steps);
        schedule = NoiseSchedule.cosine(config.timesteps());
        statistics = ChannelStatistics.of(
                UnicycleTrajectories.draw(config.statisticsDraw(), statisticsRandom),
                config.network().channels(),
                config.network().length());
        Unet1d network = new Unet1d(config.network());
        layout = network.layout();
        parameters = layout.initialize(initialRandom);
        optimizer = new AdamW(parameters.length);
        average = new MovingAverage(parameters);
        loss = new VelocityLoss(network);
    }

    /** Takes an optimizer step and returns its loss. */
    double step() {
        float[] samples = UnicycleTrajectories.draw(batch, dataRandom);
        statistics.standardize(samples, config.network().length());
        VelocityLoss.Result result = loss.evaluate(
                parameters, NoisyBatch.of(samples, config.network().sampleSize(), schedule, noiseRandom));
        optimizer.update(parameters, result.gradient(), rate.at(losses.size()));
        average.update(parameters);
        losses.add(result.value());
        return result.value();
    }

    /** The loss of each step so far. */
    List<Double> losses() {
        return List.copyOf(losses);
    }

    /** Mean loss over at most the last 100 steps; NaN before the first. */
    double recentLoss() {
        int from = Math.max(0, losses.size() - AVERAGED_LOSSES);
        return losses.subList(from, losses.size()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    /** The averaged parameters, in the order of the layout. */
    float[] averagedParameters() {
        return average.values();
    }

    /** The layout of the parameters. */
    ParameterLayout layout() {
        return layout;
    }

    /** Means and deviations by which the data are standardised. */
    ChannelStatistics statistics() {
        return statistics;
    }

    @Override
    public void close() {
        loss.close();
    }
}
