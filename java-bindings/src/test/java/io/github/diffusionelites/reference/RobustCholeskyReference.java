package io.github.diffusionelites.reference;

import java.util.Optional;

/** Reference of {@link io.github.diffusionelites.device.Operation.RobustCholesky}. */
public final class RobustCholeskyReference {

    /**
     * What became of a matrix.
     *
     * @param covariance the matrix that the factor belongs to, [d, d]; the given one where there is none
     * @param factor [d, d]
     * @param retries in [0, 3]
     */
    public record Result(float[] covariance, Optional<double[]> factor, int retries) {}

    private RobustCholeskyReference() {}

    /** Factors, after {@code 10^r * 1e-7 * tr / d} was added to the diagonal where that is needed. */
    public static Result apply(float[] covariance, int d) {
        double trace = 0;
        for (int i = 0; i < d; i++) {
            trace += covariance[i * d + i];
        }
        double meanVariance = trace / d;
        boolean scaled = meanVariance > 0 && Double.isFinite(meanVariance);
        int retries = 0;
        float[] jittered = covariance;
        Optional<double[]> factor = CholeskyReference.apply(covariance, d);
        while (factor.isEmpty() && scaled && retries < 3) {
            retries++;
            jittered = covariance.clone();
            for (int i = 0; i < d; i++) {
                double jitter = 1e-7 * Math.pow(10, retries) * meanVariance;
                jittered[i * d + i] = (float) (covariance[i * d + i] + jitter);
            }
            factor = CholeskyReference.apply(jittered, d);
        }
        return new Result(factor.isPresent() ? jittered : covariance, factor, retries);
    }
}
