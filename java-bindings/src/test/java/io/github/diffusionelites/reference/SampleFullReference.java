package io.github.diffusionelites.reference;

/** Reference of {@link io.github.diffusionelites.device.Operation.SampleFull}. */
public final class SampleFullReference {

    private SampleFullReference() {}

    /**
     * Returns {@code mean + factor n}, [d].
     *
     * @param mean [d]
     * @param factor lower triangular, [d, d]; what stands above the diagonal is not read
     * @param normals [d]
     */
    public static double[] apply(double[] mean, double[] factor, double[] normals) {
        int d = mean.length;
        double[] latent = new double[d];
        for (int i = 0; i < d; i++) {
            double sum = mean[i];
            for (int j = 0; j <= i; j++) {
                sum += factor[i * d + j] * normals[j];
            }
            latent[i] = sum;
        }
        return latent;
    }
}
