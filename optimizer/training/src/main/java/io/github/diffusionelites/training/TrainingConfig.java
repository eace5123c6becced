package io.github.diffusionelites.training;

/**
 * How a network is trained.
 *
 * @param network sizes of the network
 * @param timesteps of the noise schedule
 * @param peakRate largest learning rate
 * @param statisticsDraw paths from which the channels' means and deviations are measured
 * @param reportEvery steps between two reports of progress
 * @param checkpointEvery steps between two intermediate models
 */
record TrainingConfig(
        UnetConfig network, int timesteps, double peakRate, int statisticsDraw, int reportEvery, int checkpointEvery) {

    /** The training of the shipped model. */
    static TrainingConfig unicycle() {
        return new TrainingConfig(UnetConfig.unicycle(), 1000, 1e-3, 200_000, 50, 1000);
    }
}
