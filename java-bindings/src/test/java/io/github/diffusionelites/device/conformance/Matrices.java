package io.github.diffusionelites.device.conformance;

import io.github.diffusionelites.reference.CholeskyReference;
import io.github.diffusionelites.reference.CovarianceReference;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collector;

/** Matrices that refits are tested with, row-major. */
final class Matrices {

    private Matrices() {}

    static float[] identity(int d) {
        float[] identity = new float[d * d];
        for (int i = 0; i < d; i++) {
            identity[i * d + i] = 1;
        }
        return identity;
    }

    /** Returns the covariance about zero of {@code count} normal points, plus a jitter; few points make it singular. */
    static float[] covariance(Random random, int d, int count, double jitter) {
        float[][] points = new float[count][d];
        for (float[] point : points) {
            for (int i = 0; i < d; i++) {
                point[i] = (float) random.nextGaussian();
            }
        }
        return round(CovarianceReference.apply(points, new float[d], (float) jitter));
    }

    /** Returns the lower factor of a positive definite matrix. */
    static float[] factor(float[] covariance, int d) {
        return round(CholeskyReference.apply(covariance, d).orElseThrow());
    }

    /** Collects arrays into one. */
    static Collector<float[], ?, float[]> joined() {
        return Collector.of(
                () -> new float[1][0],
                (all, next) -> all[0] = join(all[0], next),
                (left, right) -> {
                    left[0] = join(left[0], right[0]);
                    return left;
                },
                all -> all[0]);
    }

    private static float[] join(float[] first, float[] second) {
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static float[] round(double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        return rounded;
    }
}
