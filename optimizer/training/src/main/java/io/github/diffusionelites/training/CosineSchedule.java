package io.github.diffusionelites.training;

/**
 * The cosine noise schedule of Nichol and Dhariwal (arXiv 2102.09672): beta_t = min(1 - f((t + 1) / T) / f(t / T),
 * 0.999) with f(u) = cos²((u + 0.008) / 1.008 * pi / 2), and the running product alpha_bar of 1 - beta.
 */
final class CosineSchedule {

    private static final double OFFSET = 0.008;
    private static final double LARGEST_BETA = 0.999;

    private final double[] alphaBar;

    /**
     * Makes a schedule.
     *
     * @param timesteps at least 1
     */
    CosineSchedule(int timesteps) {
        if (timesteps < 1) {
            throw new IllegalArgumentException("The schedule needs at least one timestep, got " + timesteps + ".");
        }
        alphaBar = new double[timesteps];
        double product = 1;
        for (int t = 0; t < timesteps; t++) {
            double ratio = squaredCosine((t + 1.0) / timesteps) / squaredCosine((double) t / timesteps);
            product *= 1 - Math.min(1 - ratio, LARGEST_BETA);
            alphaBar[t] = product;
        }
    }

    private static double squaredCosine(double u) {
        double cosine = Math.cos((u + OFFSET) / (1 + OFFSET) * Math.PI / 2);
        return cosine * cosine;
    }

    /** The number of timesteps. */
    int timesteps() {
        return alphaBar.length;
    }

    /** The share of the signal's variance that is left at a timestep, in (0, 1). */
    double alphaBar(int timestep) {
        return alphaBar[timestep];
    }
}
