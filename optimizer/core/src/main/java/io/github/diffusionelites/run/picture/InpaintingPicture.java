package io.github.diffusionelites.run.picture;

import java.util.Locale;

/**
 * Draws two answers to the same task side by side: diffusion inpainting, whose paths start and end where they should
 * but break on the way, and the search's paths.
 */
public final class InpaintingPicture {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 456;
    private static final int PANEL_WIDTH = 390;
    private static final int PANEL_HEIGHT = 340;
    private static final int TOP = 40;
    private static final int LEFT = 46;
    private static final int SECOND = LEFT + PANEL_WIDTH + 52;

    private static final int MOST_INPAINTED = 24;
    private static final int MOST_ELITES = 100;

    private InpaintingPicture() {}

    /**
     * Draws a picture.
     *
     * @param inpainted paths with fixed ends, at least one; the first {@value #MOST_INPAINTED} are drawn, all are
     *     measured
     * @param elites paths that the search ended with; none if no path of its last generation had a reward
     * @param best the best of them, a single path
     * @param unsteered samples of the model for comparison, at least one; measured only
     * @return an SVG document
     */
    public static String draw(
            Scene scene, Trajectories inpainted, Trajectories elites, Trajectories best, Trajectories unsteered) {
        Trajectories drawn = inpainted.first(MOST_INPAINTED);
        Trajectories behind = elites.first(MOST_ELITES);
        Svg svg = new Svg(WIDTH, HEIGHT, "Diffusion inpainting and Diffusion Elites");
        new TrajectoryPanel(svg, view(scene, LEFT, drawn, behind), "left")
                .obstacles(scene)
                .lines(drawn, "stroke=\"#c4473a\" stroke-opacity=\"0.30\" stroke-width=\"1\"")
                .points(drawn, 1.7, "fill=\"#a8321f\" fill-opacity=\"0.75\"")
                .goal(scene)
                .headline("Diffusion inpainting")
                .caption(0, "Step-length spread " + shown(inpainted) + " (median of " + inpainted.count() + " paths)")
                .caption(1, "Unsteered samples of the same model: " + shown(unsteered));
        new TrajectoryPanel(svg, view(scene, SECOND, drawn, behind), "right")
                .obstacles(scene)
                .lines(behind, "stroke=\"#7d6ad1\" stroke-opacity=\"0.35\" stroke-width=\"1\"")
                .lines(best, "stroke=\"" + ColorScale.hex(0) + "\" stroke-width=\"1.8\"")
                .points(best, 2.6, "fill=\"" + ColorScale.hex(0) + "\"")
                .goal(scene)
                .headline("Diffusion Elites")
                .caption(0, "Step-length spread " + shown(best) + " (the best path, with its positions)")
                .caption(
                        1,
                        elites.count() == 0
                                ? "and no elites in the last generation"
                                : "and " + shown(elites) + " (median of " + elites.count() + " elites, behind it)");
        return svg.document();
    }

    private static Viewport view(Scene scene, int left, Trajectories... shown) {
        return Viewport.around(scene, left, TOP, PANEL_WIDTH, PANEL_HEIGHT, shown);
    }

    private static String shown(Trajectories paths) {
        return String.format(Locale.ROOT, "%.3f", TrajectoryStatistics.of(paths).medianSpread());
    }
}
