package io.github.diffusionelites.reference;

import java.util.Optional;

/** Reference of {@link io.github.diffusionelites.device.Operation.Cholesky}. */
public final class CholeskyReference {

    private CholeskyReference() {}

    /**
     * Returns the lower factor L of {@code covariance = L L^T}, [d, d], zeros above the diagonal; empty if a pivot is
     * not a positive finite number.
     *
     * @param covariance symmetric, [d, d]; its lower triangle is read
     */
    public static Optional<double[]> apply(float[] covariance, int d) {
        double[] factor = new double[d * d];
        for (int j = 0; j < d; j++) {
            for (int i = j; i < d; i++) {
                double rest = covariance[i * d + j];
                for (int k = 0; k < j; k++) {
                    rest -= factor[i * d + k] * factor[j * d + k];
                }
                if (i == j && !(rest > 0 && rest < Double.POSITIVE_INFINITY)) {
                    return Optional.empty();
                }
                factor[i * d + j] = i == j ? Math.sqrt(rest) : rest / factor[j * d + j];
            }
        }
        return Optional.of(factor);
    }
}
