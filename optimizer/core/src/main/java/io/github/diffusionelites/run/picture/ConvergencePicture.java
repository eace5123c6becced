package io.github.diffusionelites.run.picture;

import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Draws rewards by generation: the best, the elites' mean, the population's median and the band that holds its middle
 * eight tenths, with a mark where the number of denoising steps changes. The reward axis is logarithmic if all rewards
 * are above 0.
 */
public final class ConvergencePicture {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 430;
    private static final int LEFT = 72;
    private static final int RIGHT = WIDTH - 22;
    private static final int TOP = 64;
    private static final int BOTTOM = HEIGHT - 52;

    private static final String BEST = "#7a1fa2";
    private static final String ELITES = "#e0701a";
    private static final String MEDIAN = "#4a6785";
    private static final String BAND = "#dce6f0";
    private static final String INK = "#30343b";
    private static final String GRID = "stroke=\"#e6e8eb\"";

    private final List<ConvergencePoint> points;
    private final String reward;
    private final Axis x;
    private final Axis y;

    private ConvergencePicture(List<ConvergencePoint> points, String reward) {
        this.points = points;
        this.reward = reward;
        this.x = Axis.linear(0, Math.max(1, points.size() - 1), LEFT + 14, RIGHT - 14);
        this.y = rewardAxis(points);
    }

    /**
     * Draws a picture.
     *
     * @param points one for each generation from 0, at least one
     * @param reward what the reward is, for the axis
     * @return an SVG document
     */
    public static String draw(List<ConvergencePoint> points, String reward) {
        return new ConvergencePicture(points, reward).draw();
    }

    private String draw() {
        Svg svg = new Svg(WIDTH, HEIGHT, "Rewards by generation");
        grid(svg);
        fidelities(svg);
        band(svg);
        curve(svg, ConvergencePoint::median, MEDIAN, 1.8);
        curve(svg, ConvergencePoint::eliteMean, ELITES, 2.2);
        curve(svg, ConvergencePoint::best, BEST, 2.2);
        svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "stroke=\"" + INK + "\"");
        legend(svg);
        return svg.document();
    }

    private void grid(Svg svg) {
        for (Axis.Tick tick : y.ticks(6)) {
            double at = y.pixel(tick.value());
            svg.line(LEFT, at, RIGHT, at, GRID);
            svg.label(LEFT - 8, at + 4, "end", fill(INK), tick.label());
        }
        for (Axis.Tick tick : x.ticks(Math.clamp(points.size() - 1, 1, 10))) {
            if (tick.value() == Math.rint(tick.value())) {
                svg.line(x.pixel(tick.value()), BOTTOM, x.pixel(tick.value()), BOTTOM + 5, "stroke=\"" + INK + "\"");
                svg.label(x.pixel(tick.value()), BOTTOM + 19, "middle", fill(INK), tick.label());
            }
        }
        svg.label((LEFT + RIGHT) / 2.0, HEIGHT - 12, "middle", fill(INK), "generation");
        double middle = (TOP + BOTTOM) / 2.0;
        svg.label(
                18,
                middle,
                "middle",
                String.format(Locale.ROOT, "%s transform=\"rotate(-90 18 %.1f)\"", fill(INK), middle),
                reward);
    }

    private void fidelities(Svg svg) {
        int former = -1;
        for (int g = 0; g < points.size(); g++) {
            int steps = points.get(g).steps();
            if (steps == former) {
                continue;
            }
            double at = g == 0 ? LEFT : x.pixel(g - 0.5);
            if (g > 0) {
                svg.line(at, TOP, at, BOTTOM, "stroke=\"#8a929c\" stroke-dasharray=\"4 4\"");
            }
            if (steps > 0) {
                svg.label(
                        at + 5,
                        TOP + 12,
                        "start",
                        fill("#6a727c") + " font-size=\"11\"",
                        steps == 1 ? "1 step" : steps + " steps");
            }
            former = steps;
        }
    }

    private void band(Svg svg) {
        IntPredicate known =
                g -> shown(points.get(g).low()) && shown(points.get(g).high());
        int[] above = thinned(ConvergencePoint::high, known);
        int[] below = thinned(ConvergencePoint::low, known);
        SvgPath outline = new SvgPath();
        for (int g : above) {
            outline.to(x.pixel(g), y.pixel(points.get(g).high()));
        }
        for (int i = below.length - 1; i >= 0; i--) {
            outline.to(x.pixel(below[i]), y.pixel(points.get(below[i]).low()));
        }
        if (above.length > 1) {
            svg.path(outline.back(), "fill=\"" + BAND + "\" fill-opacity=\"0.75\"");
        }
    }

    private int[] thinned(ToDoubleFunction<ConvergencePoint> of, IntPredicate known) {
        int[] thinned = Thinning.of(points.size(), RIGHT - LEFT, g -> of.applyAsDouble(points.get(g)), known);
        return IntStream.of(thinned).filter(known).toArray();
    }

    private void curve(Svg svg, ToDoubleFunction<ConvergencePoint> of, String color, double width) {
        SvgPath path = new SvgPath();
        svg.open(fill(color));
        IntToDoubleFunction values = g -> of.applyAsDouble(points.get(g));
        for (int g : Thinning.of(points.size(), RIGHT - LEFT, values, g -> shown(values.applyAsDouble(g)))) {
            double value = values.applyAsDouble(g);
            if (shown(value)) {
                path.to(x.pixel(g), y.pixel(value));
                svg.dot(x.pixel(g), y.pixel(value), points.size() > 60 ? 1.2 : 2.8, "");
            } else {
                path.lift();
            }
        }
        svg.close();
        svg.path(
                path,
                String.format(
                        Locale.ROOT,
                        "fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" stroke-linejoin=\"round\"",
                        color,
                        width));
    }

    private void legend(Svg svg) {
        double at = LEFT;
        at = entry(svg, at, "best of the generation", BEST, 2.4);
        at = entry(svg, at, "mean of the elites", ELITES, 2.4);
        at = entry(svg, at, "median of the population", MEDIAN, 2.4);
        entry(svg, at, "its 10 % to 90 %", BAND, 12);
    }

    private static double entry(Svg svg, double at, String label, String color, double thickness) {
        svg.line(
                at,
                30,
                at + 24,
                30,
                String.format(Locale.ROOT, "stroke=\"%s\" stroke-width=\"%.1f\"", color, thickness));
        svg.label(at + 31, 34, "start", fill(INK), label);
        // Six pixels a letter is about the mean advance of common sans-serif fonts at this size.
        return at + 31 + 6.0 * label.length() + 26;
    }

    private boolean shown(double value) {
        return Double.isFinite(value) && (!y.logarithmic() || value > 0);
    }

    private static Axis rewardAxis(List<ConvergencePoint> points) {
        double[] values = points.stream()
                .flatMapToDouble(p -> DoubleStream.of(p.best(), p.eliteMean(), p.median(), p.low(), p.high()))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        double least = values.length == 0 ? 0 : values[0];
        double largest = values.length == 0 ? 1 : values[values.length - 1];
        if (least > 0 && largest > least) {
            return new Axis(least / 1.25, largest * 1.8, BOTTOM, TOP, true);
        }
        double room = largest > least ? 0.05 * (largest - least) : Math.max(1e-6, 0.05 * Math.abs(least));
        return Axis.linear(least - room, largest + room, BOTTOM, TOP);
    }

    private static String fill(String color) {
        return "fill=\"" + color + "\"";
    }
}
