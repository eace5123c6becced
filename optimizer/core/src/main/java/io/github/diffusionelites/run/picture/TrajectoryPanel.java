package io.github.diffusionelites.run.picture;

import java.util.Locale;

/** A rectangle of an SVG document in which paths are drawn over axes. */
final class TrajectoryPanel {

    private static final String INK = "#30343b";

    private final Svg svg;
    private final Viewport view;
    private final String clip;

    /**
     * Draws the empty panel with its axes.
     *
     * @param name unique in the document
     */
    TrajectoryPanel(Svg svg, Viewport view, String name) {
        this.svg = svg;
        this.view = view;
        this.clip = "clip-path=\"url(#" + name + ")\"";
        double left = view.x().from();
        double top = view.y().to();
        double width = view.x().to() - left;
        double height = view.y().from() - top;
        String frame = String.format(
                Locale.ROOT, "x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"", left, top, width, height);
        for (Axis.Tick tick : view.x().ticks(5)) {
            double at = view.x().pixel(tick.value());
            svg.line(at, top, at, top + height, "stroke=\"#e9ebee\"");
            svg.label(at, top + height + 16, "middle", "fill=\"" + INK + "\" font-size=\"11\"", tick.label());
        }
        for (Axis.Tick tick : view.y().ticks(5)) {
            double at = view.y().pixel(tick.value());
            svg.line(left, at, left + width, at, "stroke=\"#e9ebee\"");
            svg.label(left - 6, at + 4, "end", "fill=\"" + INK + "\" font-size=\"11\"", tick.label());
        }
        svg.clip(name, frame);
    }

    /** Draws the obstacles of a scene. */
    TrajectoryPanel obstacles(Scene scene) {
        svg.open(clip + " fill=\"#d8cbbf\"");
        for (double[] ball : scene.obstacles()) {
            svg.dot(view.x().pixel(ball[0]), view.y().pixel(ball[1]), ball[2] * view.scale(), "");
        }
        svg.close();
        return this;
    }

    /**
     * Draws paths.
     *
     * @param style of the lines
     */
    TrajectoryPanel lines(Trajectories paths, String style) {
        svg.open(clip + " fill=\"none\" stroke-linejoin=\"round\" " + style);
        for (int i = 0; i < paths.count(); i++) {
            SvgPath path = new SvgPath();
            for (int l = 0; l < paths.length(); l++) {
                path.to(view.x().pixel(paths.x(i, l)), view.y().pixel(paths.y(i, l)));
            }
            svg.path(path, "");
        }
        svg.close();
        return this;
    }

    /** Draws every position of the paths as a dot. */
    TrajectoryPanel points(Trajectories paths, double radius, String style) {
        svg.open(clip + " " + style);
        for (int i = 0; i < paths.count(); i++) {
            for (int l = 0; l < paths.length(); l++) {
                svg.dot(view.x().pixel(paths.x(i, l)), view.y().pixel(paths.y(i, l)), radius, "");
            }
        }
        svg.close();
        return this;
    }

    /** Draws the goal of a scene, if it has one. */
    TrajectoryPanel goal(Scene scene) {
        if (scene.goal() != null) {
            double x = view.x().pixel(scene.goal()[0]);
            double y = view.y().pixel(scene.goal()[1]);
            svg.dot(x, y, 8, "fill=\"none\" stroke=\"#ffffff\" stroke-width=\"4\"");
            svg.dot(x, y, 8, "fill=\"none\" stroke=\"" + INK + "\" stroke-width=\"1.6\"");
            for (int[] to : new int[][] {{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
                svg.line(
                        x + 5 * to[0],
                        y + 5 * to[1],
                        x + 12 * to[0],
                        y + 12 * to[1],
                        "stroke=\"" + INK + "\" stroke-width=\"1.6\"");
            }
        }
        return this;
    }

    /** Writes a headline above the panel. */
    TrajectoryPanel headline(String text) {
        svg.label(
                view.x().from(),
                view.y().to() - 10,
                "start",
                "fill=\"" + INK + "\" font-size=\"14\" font-weight=\"bold\"",
                text);
        return this;
    }

    /** Writes a line below the panel. */
    TrajectoryPanel caption(int row, String text) {
        svg.label(view.x().from(), view.y().from() + 36 + 17 * row, "start", "fill=\"" + INK + "\"", text);
        return this;
    }
}
