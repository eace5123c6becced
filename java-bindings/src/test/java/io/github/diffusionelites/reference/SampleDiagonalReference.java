package io.github.diffusionelites.reference;

/** Reference of {@link io.github.diffusionelites.device.Operation.SampleDiagonal}. */
public final class SampleDiagonalReference {

    private SampleDiagonalReference() {}

    /**
     * Returns {@code mean + deviation * n}, [d].
     *
     * @param mean [d]
     * @param deviation [d]
     * @param normals [d]
     */
    public static double[] apply(double[] mean, double[] deviation, double[] normals) {
        double[] latent = new double[mean.length];
        for (int i = 0; i < latent.length; i++) {
            latent[i] = mean[i] + deviation[i] * normals[i];
        }
        return latent;
    }
}
