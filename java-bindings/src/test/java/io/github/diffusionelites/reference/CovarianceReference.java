package io.github.diffusionelites.reference;

/** Reference of {@link io.github.diffusionelites.device.Operation.Covariance}. */
public final class CovarianceReference {

    private CovarianceReference() {}

    /**
     * Returns {@code 1/K sum (z - mean)(z - mean)^T + jitter I}, [d, d].
     *
     * @param elites at least one row, [K][d]
     * @param mean [d]
     */
    public static double[] apply(float[][] elites, float[] mean, float jitter) {
        int d = mean.length;
        double[] covariance = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double sum = 0;
                for (float[] elite : elites) {
                    sum += ((double) elite[i] - mean[i]) * ((double) elite[j] - mean[j]);
                }
                covariance[i * d + j] = sum / elites.length + (i == j ? jitter : 0);
            }
        }
        return covariance;
    }
}
