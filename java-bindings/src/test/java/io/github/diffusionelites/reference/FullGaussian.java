package io.github.diffusionelites.reference;

/**
 * A Gaussian with full covariance, as buffers hold it.
 *
 * @param mean [d]
 * @param covariance symmetric, [d, d]
 * @param factor its lower Cholesky factor, [d, d]; what stands above the diagonal is not read
 */
public record FullGaussian(float[] mean, float[] covariance, float[] factor) {

    /** Returns N(0, I). */
    public static FullGaussian prior(int d) {
        float[] identity = new float[d * d];
        for (int i = 0; i < d; i++) {
            identity[i * d + i] = 1;
        }
        return new FullGaussian(new float[d], identity, identity.clone());
    }

    /**
     * Returns KL(this || other) in nats, from the factors L and M of this and the other:
     * {@code (||M^-1 L||^2 + ||M^-1 (m - m')||^2 - d) / 2 + sum ln(M_ii / L_ii)}.
     */
    public double divergence(FullGaussian other) {
        int d = mean.length;
        double[] column = new double[d];
        double sum = -d;
        for (int i = 0; i < d; i++) {
            column[i] = (double) mean[i] - other.mean[i];
        }
        sum += squares(other.solve(column));
        for (int j = 0; j < d; j++) {
            for (int i = 0; i < d; i++) {
                column[i] = i >= j ? factor[i * d + j] : 0;
            }
            sum += squares(other.solve(column));
        }
        double logarithms = 0;
        for (int i = 0; i < d; i++) {
            logarithms += Math.log((double) other.factor[i * d + i] / factor[i * d + i]);
        }
        return sum / 2 + logarithms;
    }

    /** Returns the root of the mean variance. */
    public double spread() {
        double trace = 0;
        for (int i = 0; i < mean.length; i++) {
            trace += covariance[i * mean.length + i];
        }
        return Math.sqrt(trace / mean.length);
    }

    /** Solves {@code factor x = right} by forward substitution. */
    private double[] solve(double[] right) {
        int d = right.length;
        double[] x = new double[d];
        for (int i = 0; i < d; i++) {
            double rest = right[i];
            for (int j = 0; j < i; j++) {
                rest -= factor[i * d + j] * x[j];
            }
            x[i] = rest / factor[i * d + i];
        }
        return x;
    }

    private static double squares(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum;
    }
}
