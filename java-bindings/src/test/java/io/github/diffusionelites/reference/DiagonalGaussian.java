package io.github.diffusionelites.reference;

import java.util.Arrays;

/**
 * A Gaussian with independent coordinates, as a buffer holds it.
 *
 * @param mean [d]
 * @param deviation [d]
 */
public record DiagonalGaussian(float[] mean, float[] deviation) {

    /** Returns N(0, I). */
    public static DiagonalGaussian prior(int d) {
        float[] ones = new float[d];
        Arrays.fill(ones, 1);
        return new DiagonalGaussian(new float[d], ones);
    }

    /**
     * Returns KL(this || other) in nats:
     * {@code sum ln(s'/s) + (s^2 + (m - m')^2) / (2 s'^2) - 1/2}.
     */
    public double divergence(DiagonalGaussian other) {
        double sum = 0;
        for (int i = 0; i < mean.length; i++) {
            double s = deviation[i];
            double t = other.deviation[i];
            double shift = (double) mean[i] - other.mean[i];
            sum += Math.log(t / s) + (s * s + shift * shift) / (2 * t * t) - 0.5;
        }
        return sum;
    }

    /** Returns the root of the mean variance. */
    public double spread() {
        double sum = 0;
        for (float s : deviation) {
            sum += (double) s * s;
        }
        return Math.sqrt(sum / deviation.length);
    }
}
