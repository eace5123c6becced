package io.github.diffusionelites.reference;

/** Reference of {@link io.github.diffusionelites.device.Operation.Shrink}. */
public final class ShrinkReference {

    /**
     * A shrunk matrix.
     *
     * @param covariance [d, d]
     * @param intensity in [0, 1], or NaN
     */
    public record Result(double[] covariance, double intensity) {}

    private ShrinkReference() {}

    /**
     * Shrinks by formula 23 of Chen, Wiesel, Eldar and Hero 2010, written as it stands there.
     *
     * @param covariance symmetric, [d, d]
     * @param count elites, at least 1
     */
    public static Result apply(float[] covariance, int d, int count) {
        double trace = 0;
        double traceOfSquare = 0;
        for (int i = 0; i < d; i++) {
            trace += covariance[i * d + i];
            for (int j = 0; j < d; j++) {
                traceOfSquare += (double) covariance[i * d + j] * covariance[j * d + i];
            }
        }
        double numerator = (1 - 2.0 / d) * traceOfSquare + trace * trace;
        double denominator = (count + 1 - 2.0 / d) * (traceOfSquare - trace * trace / d);
        double rho = denominator <= 0 ? 1 : Math.min(1, numerator / denominator);
        double[] shrunk = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                shrunk[i * d + j] = (1 - rho) * covariance[i * d + j] + (i == j ? rho * trace / d : 0);
            }
        }
        return new Result(shrunk, rho);
    }
}
