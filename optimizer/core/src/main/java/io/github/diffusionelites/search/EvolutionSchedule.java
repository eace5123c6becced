package io.github.diffusionelites.search;

import io.github.diffusionelites.device.EvolutionCoefficients;

/**
 * How the cumulative alpha of Diffusion Evolution rises from noise to signal, as in the implementation of Zhang, Hartl,
 * Hazan and Levin 2025. Number i of T alphas, from 0 (signal) to T - 1 (noise):
 */
public enum EvolutionSchedule {
    /** Equal steps from {@code 1 - 1e-4} to {@code 1e-8}. */
    LINEAR {
        @Override
        double alpha(int i, int count) {
            double first = 1 - EPSILON;
            return first + (EPSILON * EPSILON - first) * i / (count - 1);
        }
    },
    /** {@code (c + 1e-3) (1 - 1e-3) / (1 + 1e-3)} with {@code c = (cos(pi i / (T - 1)) + 1) / 2}. */
    COSINE {
        @Override
        double alpha(int i, int count) {
            double c = (Math.cos(Math.PI * i / (count - 1)) + 1) / 2;
            return (c + 1e-3) * (1 - 1e-3) / (1 + 1e-3);
        }
    },
    /**
     * {@code exp(-beta u - gamma u^2)} with {@code u = (i + 1) / T}, so that the first alpha is {@code 1 - 1e-4} and
     * the last {@code 1e-4}.
     */
    DDPM {
        @Override
        double alpha(int i, int count) {
            double t = count;
            double logFirst = -Math.log1p(-EPSILON);
            double logLast = Math.log(EPSILON);
            double beta = (t * t * logFirst + logLast) / (t - 1);
            double gamma = -t * (t * logFirst + logLast) / (t - 1);
            double u = (i + 1) / t;
            return Math.exp(-beta * u - gamma * u * u);
        }
    };

    private static final double EPSILON = 1e-4;

    abstract double alpha(int i, int count);

    /**
     * Returns the alphas of a search, from the largest to the smallest, [count].
     *
     * @param count at least 2; a search with them makes one step less
     */
    public double[] alphas(int count) {
        if (count < 2) {
            throw new IllegalArgumentException(
                    "A schedule of Diffusion Evolution needs at least 2 alphas, but " + count + " were asked for.");
        }
        double[] alphas = new double[count];
        for (int i = 0; i < count; i++) {
            alphas[i] = alpha(i, count);
        }
        return alphas;
    }

    /**
     * Returns the coefficients of every generation, row-major {@code [count - 1, 5]}: generation g leads from alpha
     * {@code count - 1 - g} to the one before it.
     *
     * @param count alphas, at least 2
     * @param noise share of the noise of DDPM, in [0, 1]
     */
    public float[] table(int count, double noise) {
        double[] alphas = alphas(count);
        float[] table = new float[(count - 1) * EvolutionCoefficients.COLUMNS];
        for (int generation = 0; generation < count - 1; generation++) {
            int i = count - 1 - generation;
            float[] row = EvolutionCoefficients.between(alphas[i], alphas[i - 1], noise)
                    .row();
            System.arraycopy(row, 0, table, generation * row.length, row.length);
        }
        return table;
    }
}
