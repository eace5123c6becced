package io.github.diffusionelites.training;

import java.util.List;

/** Sizes at which a step takes milliseconds. */
final class TinyTraining {

    /** The seed of every random draw in these tests. */
    static final long SEED = 20250817L;

    private TinyTraining() {}

    /** Two levels of width 8 and 16. */
    static UnetConfig network() {
        return new UnetConfig(8, List.of(1, 2), 2, UnicycleTrajectories.STEPS, 4, 2, 8);
    }

    /** A training of the small network that reports every 10 steps. */
    static TrainingConfig config() {
        return new TrainingConfig(network(), 1000, 5e-3, 10_000, 10, 1000);
    }
}
