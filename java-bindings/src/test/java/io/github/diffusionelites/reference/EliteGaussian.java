package io.github.diffusionelites.reference;

/**
 * A Gaussian {@code N(mean, 1/K sum a_k a_k^T + jitter I)}, as buffers hold it. Everything is computed from the full
 * covariance matrix in double, whatever K.
 *
 * @param mean [d]
 * @param elites the centred elites a_k, [K][d], K at least 0
 * @param jitter above 0
 */
public record EliteGaussian(float[] mean, float[][] elites, float jitter) {

    /** Returns N(0, I). */
    public static EliteGaussian prior(int d) {
        return new EliteGaussian(new float[d], new float[0][], 1);
    }

    /** Returns the covariance, [d, d]. */
    public double[] covariance() {
        int d = mean.length;
        double[] covariance = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double sum = 0;
                for (float[] elite : elites) {
                    sum += (double) elite[i] * elite[j];
                }
                covariance[i * d + j] = (elites.length == 0 ? 0 : sum / elites.length) + (i == j ? jitter : 0);
            }
        }
        return covariance;
    }

    /**
     * Returns KL(this || other) in nats, from the factors L and M of this and the other's covariance:
     * {@code (||M^-1 L||^2 + ||M^-1 (m - m')||^2 - d) / 2 + sum ln(M_ii / L_ii)}.
     */
    public double divergence(EliteGaussian other) {
        int d = mean.length;
        double[] mine = factor(covariance(), d);
        double[] its = factor(other.covariance(), d);
        double[] column = new double[d];
        for (int i = 0; i < d; i++) {
            column[i] = (double) mean[i] - other.mean[i];
        }
        double sum = solvedSquare(its, column) - d;
        double logarithms = 0;
        for (int j = 0; j < d; j++) {
            for (int i = 0; i < d; i++) {
                column[i] = mine[i * d + j];
            }
            sum += solvedSquare(its, column);
            logarithms += Math.log(its[j * d + j] / mine[j * d + j]);
        }
        return sum / 2 + logarithms;
    }

    /** Returns the root of the mean variance. */
    public double spread() {
        int d = mean.length;
        double[] covariance = covariance();
        double trace = 0;
        for (int i = 0; i < d; i++) {
            trace += covariance[i * d + i];
        }
        return Math.sqrt(trace / d);
    }

    /** Returns whether the covariance is that of a Gaussian. */
    boolean definite() {
        double[] factor = factor(covariance(), mean.length);
        for (int i = 0; i < mean.length; i++) {
            if (!(factor[i * mean.length + i] > 0 && Double.isFinite(factor[i * mean.length + i]))) {
                return false;
            }
        }
        return jitter > 0 && Float.isFinite(jitter);
    }

    /** Returns the lower Cholesky factor; NaN where there is none. */
    private static double[] factor(double[] matrix, int d) {
        double[] factor = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = matrix[i * d + j];
                for (int k = 0; k < j; k++) {
                    rest -= factor[i * d + k] * factor[j * d + k];
                }
                factor[i * d + j] = i == j ? Math.sqrt(rest) : rest / factor[j * d + j];
            }
        }
        return factor;
    }

    /** Returns {@code ||factor^-1 right||^2}. */
    private static double solvedSquare(double[] factor, double[] right) {
        int d = right.length;
        double[] x = new double[d];
        double sum = 0;
        for (int i = 0; i < d; i++) {
            double rest = right[i];
            for (int j = 0; j < i; j++) {
                rest -= factor[i * d + j] * x[j];
            }
            x[i] = rest / factor[i * d + i];
            sum += x[i] * x[i];
        }
        return sum;
    }
}
