package io.github.diffusionelites.batch.report;

import io.github.diffusionelites.run.picture.Axis;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws a rate over the hours that a job took, pauses between its processes included. */
final class ThroughputFigure {

    /** Points that are drawn at most; of more, neighbours become their mean. */
    private static final int MOST_POINTS = 400;

    private ThroughputFigure() {}

    /** Draws a figure of the metrics, at least one. */
    static String draw(String title, String name, List<BatchMetrics> metrics, ToDoubleFunction<BatchMetrics> figure) {
        int wide = (metrics.size() + MOST_POINTS - 1) / MOST_POINTS;
        int points = (metrics.size() + wide - 1) / wide;
        double[] x = new double[points];
        double[] y = new double[points];
        for (int i = 0; i < points; i++) {
            List<BatchMetrics> part = metrics.subList(i * wide, Math.min(metrics.size(), (i + 1) * wide));
            x[i] = Duration.between(metrics.getFirst().time(), part.getFirst().time())
                            .toMillis()
                    / 1e3;
            y[i] = part.stream()
                    .mapToDouble(figure)
                    .filter(Double::isFinite)
                    .average()
                    .orElse(Double.NaN);
        }
        double span = Math.max(1, Arrays.stream(x).max().orElse(1));
        double unit = span >= 2 * 3600 ? 3600 : span >= 120 ? 60 : 1;
        double[] scaled = Arrays.stream(x).map(seconds -> seconds / unit).toArray();
        double least = Arrays.stream(scaled).min().orElse(0);
        return Plot.of(
                        title,
                        // A clock that was set back makes times before the first.
                        Axis.linear(Math.min(0, least), span / unit, Plot.LEFT, Plot.RIGHT),
                        String.format(Locale.ROOT, "time in %s", unit == 3600 ? "h" : unit == 60 ? "min" : "s"),
                        Plot.fromZero(
                                Arrays.stream(y).filter(Double::isFinite).max().orElse(0)),
                        name)
                .line(scaled, y, "line")
                .document();
    }
}
