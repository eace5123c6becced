package io.github.diffusionelites.batch.report;

import io.github.diffusionelites.run.picture.Axis;
import java.util.Arrays;

/** Draws how often numbers are in equal parts of an axis. */
final class HistogramFigure {

    private static final int BARS = 40;

    private HistogramFigure() {}

    /**
     * Draws numbers; those that are not finite are left out. The axis is logarithmic where that shows more.
     *
     * @param mark a number to be marked; NaN for none
     */
    static String draw(String title, String name, double[] values, double mark, String markName) {
        Axis x = Plot.horizontal(values);
        double[] edges = new double[BARS + 1];
        for (int i = 0; i <= BARS; i++) {
            double share = i / (double) BARS;
            edges[i] = x.logarithmic()
                    ? x.least() * Math.pow(x.largest() / x.least(), share)
                    : x.least() + share * (x.largest() - x.least());
        }
        int[] counts = new int[BARS];
        for (double value : values) {
            if (Double.isFinite(value)) {
                double share = (x.pixel(value) - x.from()) / (x.to() - x.from());
                counts[Math.clamp((int) (share * BARS), 0, BARS - 1)]++;
            }
        }
        return draw(title, name, x, edges, counts).markAcross(mark, markName).document();
    }

    /** Draws whole numbers from 0 on, each or several neighbours with a bar of their own. */
    static String draw(String title, String name, int[] values) {
        int largest = Arrays.stream(values).max().orElse(0);
        int wide = largest / (2 * BARS) + 1;
        int bars = largest / wide + 1;
        int[] counts = new int[bars];
        for (int value : values) {
            counts[value / wide]++;
        }
        double[] edges = new double[bars + 1];
        Arrays.setAll(edges, i -> i * wide - 0.5);
        return draw(title, name, Axis.linear(-0.5, edges[bars], Plot.LEFT, Plot.RIGHT), edges, counts)
                .document();
    }

    private static Plot draw(String title, String name, Axis x, double[] edges, int[] counts) {
        Axis y = Plot.fromZero(Arrays.stream(counts).max().orElse(0));
        Plot plot = Plot.of(title, x, name, y, "searches");
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                plot.bar(edges[i], edges[i + 1], counts[i]);
            }
        }
        return plot;
    }
}
