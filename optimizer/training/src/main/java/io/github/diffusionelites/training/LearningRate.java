package io.github.diffusionelites.training;

/**
 * Linear warm-up, then half a cosine down to zero.
 *
 * @param peak the largest rate
 * @param steps optimizer steps in all
 */
record LearningRate(double peak, int steps) {

    private static final int LONGEST_WARM_UP = 200;
    private static final int WARM_UP_SHARE = 20;

    /**
     * The rate of a step.
     *
     * @param step from 0 to {@code steps - 1}
     */
    double at(int step) {
        int warmUp = Math.clamp(steps / WARM_UP_SHARE, 1, LONGEST_WARM_UP);
        double ramp = Math.min(1, (step + 1.0) / warmUp);
        return peak * ramp * 0.5 * (1 + Math.cos(Math.PI * step / steps));
    }
}
