package io.github.diffusionelites.run.picture;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/** Draws samples that are paths in the plane, coloured by the direction in which they end. */
public final class SamplesPicture {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 520;
    private static final int LEFT = 46;
    private static final int TOP = 40;
    private static final int MOST_PATHS = 500;
    private static final int COLORS = 16;

    private SamplesPicture() {}

    /**
     * Draws a picture.
     *
     * @param paths at least one; the first {@value #MOST_PATHS} are drawn, all are measured
     * @return an SVG document
     */
    public static String draw(Trajectories paths) {
        Trajectories drawn = paths.first(MOST_PATHS);
        Svg svg = new Svg(WIDTH, HEIGHT, "Samples");
        Viewport view = Viewport.around(Scene.EMPTY, LEFT, TOP, WIDTH - LEFT - 20, HEIGHT - TOP - 70, drawn);
        TrajectoryPanel panel = new TrajectoryPanel(svg, view, "samples");
        double[] places = ranks(drawn);
        for (int color = 0; color < COLORS; color++) {
            int shade = color;
            int[] members = IntStream.range(0, drawn.count())
                    .filter(i -> (int) Math.min(COLORS - 1, places[i] * COLORS) == shade)
                    .toArray();
            panel.lines(
                    drawn.subset(members),
                    String.format(
                            Locale.ROOT,
                            "stroke=\"%s\" stroke-opacity=\"0.55\" stroke-width=\"1.1\"",
                            ColorScale.hex(color / (COLORS - 1.0))));
        }
        TrajectoryStatistics statistics = TrajectoryStatistics.of(paths);
        panel.headline(paths.count() + " samples")
                .caption(
                        0,
                        "Step-length spread: " + percentiles(statistics.spread())
                                + ". Largest change of turning angle: " + percentiles(statistics.turnChange())
                                + " rad");
        return svg.document();
    }

    private static String percentiles(double[] values) {
        return String.format(Locale.ROOT, "%.3f / %.3f / %.3f", values[0], values[1], values[2]);
    }

    /** The place of each path in the order of its end's direction, in [0, 1). */
    private static double[] ranks(Trajectories paths) {
        Integer[] order = new Integer[paths.count()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                Comparator.comparingDouble(i -> Math.atan2(
                        paths.y(i, paths.length() - 1) - paths.y(i, 0),
                        paths.x(i, paths.length() - 1) - paths.x(i, 0))));
        double[] ranks = new double[order.length];
        for (int place = 0; place < order.length; place++) {
            ranks[order[place]] = place / (double) order.length;
        }
        return ranks;
    }
}
