package io.github.diffusionelites.training;

/** Exponential moving average of the parameters; what is kept of a training. */
final class MovingAverage {

    private static final double DECAY = 0.999;
    private static final double WARM_UP = 10;

    private final float[] values;
    private int updates;

    /** Starts at the initial parameters. */
    MovingAverage(float[] initial) {
        values = initial.clone();
    }

    /** Moves towards the parameters; early updates move further, so that the initial weights fade soon. */
    void update(float[] parameters) {
        updates++;
        float share = (float) (1 - Math.min(DECAY, (1 + updates) / (WARM_UP + updates)));
        for (int i = 0; i < values.length; i++) {
            values[i] += share * (parameters[i] - values[i]);
        }
    }

    /** A copy of the average. */
    float[] values() {
        return values.clone();
    }
}
