package io.github.diffusionelites.reference;

import java.util.Arrays;

/** Reference of {@link io.github.diffusionelites.device.Operation.SampleMixture}. */
public final class SampleMixtureReference {

    private SampleMixtureReference() {}

    /**
     * Returns the component that a random word chooses, or -1 where no weight is a positive finite number.
     *
     * @param weights [M]
     */
    public static int component(int word, float[] weights) {
        double[] positive = new double[weights.length];
        for (int m = 0; m < weights.length; m++) {
            positive[m] = weights[m] > 0 && Float.isFinite(weights[m]) ? weights[m] : 0;
        }
        double total = 0;
        for (double weight : positive) {
            total += weight;
        }
        double bound = Integer.toUnsignedLong(word) * 0x1p-32 * total;
        double sum = 0;
        for (int m = 0; m < weights.length; m++) {
            sum += positive[m];
            if (positive[m] > 0 && bound < sum) {
                return m;
            }
        }
        return -1;
    }

    /**
     * Returns the latent of a component, [d]; NaN for component -1.
     *
     * @param means [M, d]
     * @param deviations [M, d]
     * @param normals [d]
     */
    public static double[] apply(int component, double[] means, double[] deviations, double[] normals) {
        int d = normals.length;
        double[] latent = new double[d];
        if (component < 0) {
            Arrays.fill(latent, Double.NaN);
            return latent;
        }
        for (int e = 0; e < d; e++) {
            latent[e] = means[component * d + e] + deviations[component * d + e] * normals[e];
        }
        return latent;
    }
}
