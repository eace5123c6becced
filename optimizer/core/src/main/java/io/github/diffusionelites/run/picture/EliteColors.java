package io.github.diffusionelites.run.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What the colour of an elite says: the logarithm of its end's distance to the goal, or its reward where there is no
 * goal. The range comes from the first generation's elites, so that a colour means the same in all frames.
 *
 * @param scene holds the goal
 * @param near value at the beginning of the scale: a hundredth of the largest distance, or the best reward
 * @param far value at its end: the largest distance, or the worst reward
 */
record EliteColors(Scene scene, double near, double far) {

    private static final int BAR = 96;
    /** Two decades: from an average path of the first generation to a good one of the last. */
    private static final int DISTANCES = 100;

    /** Settles the range by the elites of the first generation. */
    static EliteColors of(Scene scene, Trajectories elites, double[] rewards) {
        double[] values = IntStream.range(0, elites.count())
                .mapToDouble(e -> value(scene, elites, rewards, e))
                .filter(Double::isFinite)
                .toArray();
        if (scene.goal() != null) {
            double farthest = Math.max(1e-9, Arrays.stream(values).max().orElse(1));
            return new EliteColors(scene, farthest / DISTANCES, farthest);
        }
        return new EliteColors(
                scene,
                Arrays.stream(values).max().orElse(1),
                Arrays.stream(values).min().orElse(0));
    }

    /** Returns the colour of elite number {@code e} of a frame. */
    Color of(AnimationFrame frame, int e) {
        double value = value(scene, frame.elites(), frame.rewards(), e);
        if (scene.goal() != null) {
            return ColorScale.at(Math.log(value / near) / Math.log(DISTANCES));
        }
        return ColorScale.at(far == near ? 0 : (value - near) / (far - near));
    }

    /** Draws the scale with its ends' values. */
    void legend(Graphics2D graphics, double right, double top, Color ink) {
        String from = shown(near);
        String to = shown(far);
        double bar = Math.rint(right - StrokeFont.width(to, 8) - 6 - BAR);
        for (int i = 0; i < BAR; i++) {
            graphics.setColor(ColorScale.at(i / (BAR - 1.0)));
            graphics.fill(new Rectangle2D.Double(bar + i, top - 4, 1, 8));
        }
        graphics.setColor(ink);
        StrokeFont.draw(graphics, to, right, top + 4, 8, true);
        StrokeFont.draw(graphics, from, bar - 6, top + 4, 8, true);
        StrokeFont.draw(
                graphics,
                scene.goal() != null ? "DISTANCE TO GOAL" : "REWARD",
                bar - 20 - StrokeFont.width(from, 8),
                top + 4,
                8,
                true);
    }

    private static double value(Scene scene, Trajectories elites, double[] rewards, int e) {
        return scene.goal() == null ? rewards[e] : elites.endDistance(e, scene.goal()[0], scene.goal()[1]);
    }

    private static String shown(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 0.1 ? "%.2f" : "%.4f", value);
    }
}
