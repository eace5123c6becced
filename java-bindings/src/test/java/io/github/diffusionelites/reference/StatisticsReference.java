package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.device.Statistic;
import java.util.Arrays;
import java.util.List;

/** Reference of {@link io.github.diffusionelites.device.Operation.Statistics}. */
public final class StatisticsReference {

    private StatisticsReference() {}

    /**
     * Returns the statistics of a search, [9], in the order of {@link Statistic}; all NaN where no reward is a number.
     *
     * @param rewards [individuals]
     * @param settings [4], columns of {@link SelectionRule}
     * @param elites ascending
     */
    public static double[] apply(float[] rewards, int[] settings, List<Integer> elites) {
        double[] result = new double[Statistic.values().length];
        Arrays.fill(result, Double.NaN);
        double[] sorted = worstFirst(rewards, settings);
        if (sorted.length == 0) {
            return result;
        }
        for (Statistic statistic : Statistic.values()) {
            result[statistic.ordinal()] = switch (statistic) {
                case BEST -> sorted[sorted.length - 1];
                case MEAN -> Arrays.stream(sorted).average().orElse(Double.NaN);
                case ELITE_MEAN ->
                    elites.stream().mapToDouble(i -> rewards[i]).average().orElse(Double.NaN);
                case QUANTILE_10 -> quantile(sorted, 0.1);
                case QUANTILE_25 -> quantile(sorted, 0.25);
                case MEDIAN -> quantile(sorted, 0.5);
                case QUANTILE_75 -> quantile(sorted, 0.75);
                case QUANTILE_90 -> quantile(sorted, 0.9);
                case DEVIATION -> deviation(sorted);
            };
        }
        return result;
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double variance = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(Double.NaN);
        return Math.sqrt(variance);
    }

    private static double[] worstFirst(float[] rewards, int[] settings) {
        List<Integer> ranked =
                SelectReference.ranked(rewards, settings[SelectionRule.ACTIVE], settings[SelectionRule.SENSE]);
        return ranked.reversed().stream().mapToDouble(i -> rewards[i]).toArray();
    }

    /** Interpolates at {@code (n - 1) q}. A weight of 0 and equal neighbours are exact, so that infinities survive. */
    private static double quantile(double[] sorted, double q) {
        double position = (sorted.length - 1) * q;
        int below = (int) position;
        double weight = position - below;
        if (weight == 0 || sorted[below] == sorted[below + 1]) {
            return sorted[below];
        }
        return (1 - weight) * sorted[below] + weight * sorted[below + 1];
    }
}
