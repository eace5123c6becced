package io.github.diffusionelites.sampler;

/**
 * How much of the data is left at each timestep: {@code abar[t] = prod over i <= t of (1 - beta[i])}, so that a noised
 * sample is {@code sqrt(abar) x0 + sqrt(1 - abar) n}.
 */
public final class NoiseSchedule {

    /** Timesteps must fit the 12 bits of the noise counter. */
    public static final int MAX_TIMESTEPS = 1 << 12;

    private static final double LARGEST_BETA = 0.999;
    private static final double COSINE_OFFSET = 0.008;

    private final double[] alphaBar;

    private NoiseSchedule(double[] alphaBar) {
        this.alphaBar = alphaBar;
    }

    /**
     * Makes a schedule from a copy of its values.
     *
     * @param alphaBar strictly decreasing, each in (0, 1), 1 to 4,096 of them
     * @throws IllegalArgumentException if they are not
     */
    public static NoiseSchedule of(double[] alphaBar) {
        requireTimesteps(alphaBar.length);
        double former = 1;
        for (int t = 0; t < alphaBar.length; t++) {
            if (!(alphaBar[t] > 0 && alphaBar[t] < former)) {
                throw new IllegalArgumentException("The cumulative products of a noise schedule must fall strictly from"
                        + " below 1 to above 0, but at timestep " + t + " there is " + alphaBar[t] + " after " + former
                        + ".");
            }
            former = alphaBar[t];
        }
        return new NoiseSchedule(alphaBar.clone());
    }

    /**
     * Makes the cosine schedule (Nichol and Dhariwal 2021): {@code beta[i] = min(1 - f((i + 1) / T) / f(i / T), 0.999)}
     * with {@code f(u) = cos^2((u + 0.008) / 1.008 * pi / 2)}.
     *
     * @param timesteps T, in [1, 4096]
     */
    public static NoiseSchedule cosine(int timesteps) {
        requireTimesteps(timesteps);
        double[] betas = new double[timesteps];
        for (int i = 0; i < timesteps; i++) {
            double ratio = squaredCosine((i + 1.0) / timesteps) / squaredCosine((double) i / timesteps);
            betas[i] = Math.min(1 - ratio, LARGEST_BETA);
        }
        return ofBetas(betas);
    }

    /**
     * Makes the linear schedule (Ho, Jain and Abbeel 2020), beta from 1e-4 to 0.02.
     *
     * @param timesteps T, in [1, 4096]
     */
    public static NoiseSchedule linear(int timesteps) {
        return linear(timesteps, 1e-4, 0.02);
    }

    /**
     * Makes a linear schedule.
     *
     * @param timesteps T, in [1, 4096]
     * @param first beta of timestep 0, in (0, 1)
     * @param last beta of timestep T - 1, in (0, 1)
     */
    public static NoiseSchedule linear(int timesteps, double first, double last) {
        requireTimesteps(timesteps);
        double[] betas = new double[timesteps];
        for (int i = 0; i < timesteps; i++) {
            betas[i] = timesteps == 1 ? first : first + (last - first) * i / (timesteps - 1.0);
        }
        return ofBetas(betas);
    }

    /** Returns T, the number of timesteps. */
    public int timesteps() {
        return alphaBar.length;
    }

    /**
     * Returns abar.
     *
     * @param timestep in [0, T)
     */
    public double alphaBar(int timestep) {
        if (timestep < 0 || timestep >= alphaBar.length) {
            throw new IndexOutOfBoundsException("A schedule of " + alphaBar.length
                    + " timesteps, counted from 0, has no timestep " + timestep + ".");
        }
        return alphaBar[timestep];
    }

    private static NoiseSchedule ofBetas(double[] betas) {
        double[] alphaBar = new double[betas.length];
        double product = 1;
        for (int i = 0; i < betas.length; i++) {
            product *= 1 - betas[i];
            alphaBar[i] = product;
        }
        return of(alphaBar);
    }

    private static double squaredCosine(double u) {
        double cosine = Math.cos((u + COSINE_OFFSET) / (1 + COSINE_OFFSET) * Math.PI / 2);
        return cosine * cosine;
    }

    private static void requireTimesteps(int timesteps) {
        if (timesteps < 1 || timesteps > MAX_TIMESTEPS) {
            throw new IllegalArgumentException(
                    "A noise schedule has 1 to " + MAX_TIMESTEPS + " timesteps, but " + timesteps + " were asked for.");
        }
    }
}
