package io.github.diffusionelites.run.picture;

/** Quantiles by linear interpolation between order statistics: definition 7 of Hyndman and Fan (1996). */
public final class Quantile {

    private Quantile() {}

    /** Returns the quantile {@code p} in [0, 1] of ascending values, at least one. */
    public static double ofSorted(double[] sorted, double p) {
        double place = p * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
