package io.github.diffusionelites.batch.report;

import io.github.diffusionelites.batch.SearchRecord;
import io.github.diffusionelites.run.picture.Axis;
import io.github.diffusionelites.run.picture.Quantile;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Draws how the best reward of a generation spreads over the searches: the median, and the band between the lowest and
 * the highest tenth. A search that ended keeps the best of its last generation.
 */
final class ConvergenceFigure {

    /** Generations that are drawn at most; of more, some are left out. */
    private static final int MOST_POINTS = 200;

    private ConvergenceFigure() {}

    /**
     * Draws the picture.
     *
     * @param target that searches have in the median; NaN for none
     */
    static String draw(List<SearchRecord> records, double target) {
        int generations =
                records.stream().mapToInt(SearchRecord::generations).max().orElse(0);
        int stride = Math.max(1, (generations + MOST_POINTS - 1) / MOST_POINTS);
        int[] places = IntStream.range(0, generations)
                .filter(g -> g % stride == 0 || g == generations - 1)
                .toArray();
        double[] x = Arrays.stream(places).asDoubleStream().toArray();
        double[][] quantiles = new double[3][places.length];
        for (int i = 0; i < places.length; i++) {
            double[] sorted = sorted(records, places[i]);
            for (int q = 0; q < 3; q++) {
                quantiles[q][i] = sorted.length == 0 ? Double.NaN : Quantile.ofSorted(sorted, 0.1 + 0.4 * q);
            }
        }
        double[] shown = DoubleStream.concat(
                        Arrays.stream(quantiles).flatMapToDouble(Arrays::stream), DoubleStream.of(target))
                .toArray();
        return Plot.of(
                        "Best reward by generation",
                        Axis.linear(0, Math.max(1, generations - 1), Plot.LEFT, Plot.RIGHT),
                        "generation",
                        Plot.vertical(shown),
                        "best reward")
                .band(x, quantiles[0], quantiles[2], "band")
                .line(x, quantiles[1], "line")
                .mark(target, "target")
                .document();
    }

    private static double[] sorted(List<SearchRecord> records, int generation) {
        return records.stream()
                .filter(record -> record.generations() > 0)
                .mapToDouble(record -> record.best()[Math.min(generation, record.generations() - 1)])
                .filter(Double::isFinite)
                .sorted()
                .toArray();
    }
}
