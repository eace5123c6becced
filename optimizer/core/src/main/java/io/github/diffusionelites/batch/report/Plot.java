package io.github.diffusionelites.batch.report;

import io.github.diffusionelites.run.picture.Axis;
import io.github.diffusionelites.run.picture.Svg;
import io.github.diffusionelites.run.picture.SvgPath;
import java.util.Arrays;
import java.util.Locale;

/** A picture with two axes for the page, whose style sheet has the classes. */
final class Plot {

    static final int WIDTH = 560;
    static final int HEIGHT = 300;
    static final int LEFT = 64;
    static final int RIGHT = WIDTH - 14;
    static final int TOP = 16;
    static final int BOTTOM = HEIGHT - 48;

    private static final double LOGARITHMIC_FROM = 30;

    private final Svg svg;
    private final Axis x;
    private final Axis y;

    private Plot(Svg svg, Axis x, Axis y) {
        this.svg = svg;
        this.x = x;
        this.y = y;
    }

    /** Draws the axes with their marks and names. */
    static Plot of(String title, Axis x, String xName, Axis y, String yName) {
        Svg svg = Svg.inline(WIDTH, HEIGHT, title);
        for (Axis.Tick tick : y.ticks(5)) {
            double at = y.pixel(tick.value());
            svg.line(LEFT, at, RIGHT, at, "class=\"grid\"");
            svg.label(LEFT - 7, at + 4, "end", "class=\"ink\"", tick.label());
        }
        for (Axis.Tick tick : x.ticks(7)) {
            double at = x.pixel(tick.value());
            svg.line(at, BOTTOM, at, BOTTOM + 4, "class=\"axis\"");
            svg.label(at, BOTTOM + 17, "middle", "class=\"ink\"", tick.label());
        }
        svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "class=\"axis\"");
        svg.label((LEFT + RIGHT) / 2.0, HEIGHT - 8, "middle", "class=\"ink\"", xName);
        double middle = (TOP + BOTTOM) / 2.0;
        svg.label(
                13,
                middle,
                "middle",
                String.format(Locale.ROOT, "class=\"ink\" transform=\"rotate(-90 13 %.1f)\"", middle),
                yName);
        return new Plot(svg, x, y);
    }

    /** Returns an axis from left to right around values that are finite; logarithmic where that shows more. */
    static Axis horizontal(double[] values) {
        return around(values, LEFT, RIGHT);
    }

    /** Returns an axis from bottom to top around values, likewise. */
    static Axis vertical(double[] values) {
        return around(values, BOTTOM, TOP);
    }

    private static Axis around(double[] values, double from, double to) {
        double[] sorted =
                Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        double least = sorted.length == 0 ? 0 : sorted[0];
        double largest = sorted.length == 0 ? 1 : sorted[sorted.length - 1];
        if (least > 0 && largest / least >= LOGARITHMIC_FROM) {
            return new Axis(least / 1.1, largest * 1.1, from, to, true);
        }
        double room = largest > least ? 0.03 * (largest - least) : Math.max(1e-6, 0.05 * Math.abs(least));
        // Numbers so large that there is no room left beside them.
        double low = Double.isFinite(least - room) ? least - room : least;
        double high = Double.isFinite(largest + room) && largest + room > low ? largest + room : Math.nextUp(largest);
        return Axis.linear(low, high, from, to);
    }

    /** Returns an axis from 0 to somewhat more than a number, from bottom to top. */
    static Axis fromZero(double largest) {
        return Axis.linear(0, largest > 0 && Double.isFinite(largest) ? 1.06 * largest : 1, BOTTOM, TOP);
    }

    /** Draws a line through points; one that is not finite interrupts it. */
    Plot line(double[] xs, double[] ys, String style) {
        SvgPath path = new SvgPath();
        for (int i = 0; i < xs.length; i++) {
            if (isShown(ys[i])) {
                path.to(x.pixel(xs[i]), y.pixel(ys[i]));
            } else {
                path.lift();
            }
        }
        svg.path(path, "class=\"" + style + "\"");
        return this;
    }

    /** Fills what is between two lines. */
    Plot band(double[] xs, double[] low, double[] high, String style) {
        SvgPath path = new SvgPath();
        for (int i = 0; i < xs.length; i++) {
            if (isShown(low[i]) && isShown(high[i])) {
                path.to(x.pixel(xs[i]), y.pixel(high[i]));
            }
        }
        for (int i = xs.length - 1; i >= 0; i--) {
            if (isShown(low[i]) && isShown(high[i])) {
                path.to(x.pixel(xs[i]), y.pixel(low[i]));
            }
        }
        svg.path(path.back(), "class=\"" + style + "\"");
        return this;
    }

    /** Draws a bar on the horizontal axis. */
    Plot bar(double from, double to, double value) {
        double left = x.pixel(from);
        double top = y.pixel(value);
        svg.element(
                "rect",
                String.format(
                        Locale.ROOT,
                        "x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"bar\"",
                        left,
                        top,
                        Math.max(1, x.pixel(to) - left - 1),
                        BOTTOM - top));
        return this;
    }

    /** Marks a number on the vertical axis, where it is on it. */
    Plot mark(double value, String label) {
        if (value >= y.least() && value <= y.largest()) {
            double at = y.pixel(value);
            svg.line(LEFT, at, RIGHT, at, "class=\"mark\"");
            svg.label(RIGHT, at - 5, "end", "class=\"ink\"", label);
        }
        return this;
    }

    /** Marks a number on the horizontal axis, where it is on it. */
    Plot markAcross(double value, String label) {
        if (value >= x.least() && value <= x.largest()) {
            double at = x.pixel(value);
            svg.line(at, TOP, at, BOTTOM, "class=\"mark\"");
            svg.label(at, TOP - 4, "middle", "class=\"ink\"", label);
        }
        return this;
    }

    private boolean isShown(double value) {
        return Double.isFinite(value) && (!y.logarithmic() || value > 0);
    }

    /** Returns the picture. */
    String document() {
        return svg.document();
    }
}
