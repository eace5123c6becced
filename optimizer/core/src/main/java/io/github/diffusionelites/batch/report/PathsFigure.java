package io.github.diffusionelites.batch.report;

import io.github.diffusionelites.run.picture.Scene;
import io.github.diffusionelites.run.picture.Svg;
import io.github.diffusionelites.run.picture.SvgPath;
import io.github.diffusionelites.run.picture.Trajectories;
import io.github.diffusionelites.run.picture.Viewport;
import java.util.List;
import java.util.Locale;

/** Draws the best paths of some searches side by side, all at the same scale. */
final class PathsFigure {

    private static final int COLUMNS = 6;
    private static final int CELL = 150;
    private static final int CAPTION = 20;
    private static final int MARGIN = 6;

    private PathsFigure() {}

    /**
     * A path and what is written below it.
     *
     * @param values [2, length]
     */
    record Entry(float[] values, String caption) {}

    /** Draws paths, at least one. */
    static String draw(List<Entry> entries) {
        int length = entries.getFirst().values().length / 2;
        float[] all = new float[entries.size() * 2 * length];
        for (int i = 0; i < entries.size(); i++) {
            System.arraycopy(entries.get(i).values(), 0, all, i * 2 * length, 2 * length);
        }
        Trajectories paths = new Trajectories(all, length);
        int rows = (entries.size() + COLUMNS - 1) / COLUMNS;
        Svg svg = Svg.inline(COLUMNS * CELL, rows * (CELL + CAPTION), "Best paths");
        double side = CELL - 2 * MARGIN;
        Viewport view = Viewport.around(Scene.EMPTY, 0, 0, side, side, paths);
        for (int i = 0; i < entries.size(); i++) {
            double left = i % COLUMNS * CELL + MARGIN;
            double top = i / COLUMNS * (CELL + CAPTION) + MARGIN;
            svg.element(
                    "rect",
                    String.format(
                            Locale.ROOT,
                            "x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"frame\"",
                            left,
                            top,
                            side,
                            side));
            SvgPath path = new SvgPath();
            for (int l = 0; l < length; l++) {
                path.to(left + view.x().pixel(paths.x(i, l)), top + view.y().pixel(paths.y(i, l)));
            }
            svg.path(path, "class=\"line\"");
            svg.dot(
                    left + view.x().pixel(paths.x(i, length - 1)),
                    top + view.y().pixel(paths.y(i, length - 1)),
                    3,
                    "class=\"bar\"");
            svg.label(
                    left + side / 2,
                    top + side + 14,
                    "middle",
                    "class=\"ink\"",
                    entries.get(i).caption());
        }
        return svg.document();
    }
}
