package io.github.diffusionelites.run.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.stream.IntStream;

/** Draws the frames of one animation; what does not change from frame to frame is settled at the first. */
final class PopulationFrame {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int LEFT = 44;
    private static final int TOP = 40;
    private static final int PLOT_WIDTH = WIDTH - LEFT - 16;
    private static final int PLOT_HEIGHT = HEIGHT - TOP - 68;
    private static final int BAR_Y = HEIGHT - 20;
    private static final Color INK = new Color(0x30343b);
    private static final Color FAINT = new Color(0xe9ebee);
    private static final Color POPULATION = new Color(120, 126, 136, 80);
    private static final Color OBSTACLE = new Color(0xc9b8a8);

    private final Scene scene;
    private final int generations;
    private final Viewport view;
    private final EliteColors colors;
    private final FramePalette palette = new FramePalette(INK, OBSTACLE);

    /** Takes axes and colours for all frames as they were settled. */
    PopulationFrame(Scene scene, int generations, AnimationRange range) {
        this.scene = scene;
        this.generations = generations;
        this.view = new Viewport(
                Axis.linear(range.left(), range.right(), LEFT, LEFT + PLOT_WIDTH),
                Axis.linear(range.bottom(), range.top(), TOP + PLOT_HEIGHT, TOP));
        this.colors = new EliteColors(scene, range.near(), range.far());
    }

    /** Settles axes and colours by what is drawn of the first generation. */
    static AnimationRange range(Scene scene, AnimationFrame first) {
        Viewport view = Viewport.around(scene, LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT, first.population());
        EliteColors colors = EliteColors.of(scene, first.elites(), first.rewards());
        return new AnimationRange(
                view.x().least(),
                view.x().largest(),
                view.y().least(),
                view.y().largest(),
                colors.near(),
                colors.far());
    }

    /** Returns the colours of all frames. */
    FramePalette palette() {
        return palette;
    }

    /** Draws a frame in the palette's colours. */
    BufferedImage draw(AnimationFrame content) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        axes(graphics);
        graphics.setClip(new Rectangle2D.Double(LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT));
        obstacles(graphics);
        population(graphics, content.population());
        elites(graphics, content);
        goal(graphics);
        graphics.setClip(null);
        graphics.setColor(INK);
        progress(graphics, content);
        colors.legend(graphics, WIDTH - 16, 22, INK);
        graphics.dispose();
        return palette.reduce(image);
    }

    private void axes(Graphics2D graphics) {
        for (Axis.Tick tick : view.x().ticks(8)) {
            double at = view.x().pixel(tick.value());
            line(graphics, FAINT, at, TOP, at, TOP + PLOT_HEIGHT);
            graphics.setColor(INK);
            StrokeFont.draw(
                    graphics,
                    tick.label(),
                    at - StrokeFont.width(tick.label(), 8) / 2,
                    TOP + PLOT_HEIGHT + 15,
                    8,
                    false);
        }
        for (Axis.Tick tick : view.y().ticks(7)) {
            double at = view.y().pixel(tick.value());
            line(graphics, FAINT, LEFT, at, LEFT + PLOT_WIDTH, at);
            graphics.setColor(INK);
            StrokeFont.draw(graphics, tick.label(), LEFT - 8, at + 4, 8, true);
        }
    }

    private void obstacles(Graphics2D graphics) {
        graphics.setColor(OBSTACLE);
        for (double[] ball : scene.obstacles()) {
            double radius = ball[2] * view.scale();
            graphics.fill(new Ellipse2D.Double(
                    view.x().pixel(ball[0]) - radius, view.y().pixel(ball[1]) - radius, 2 * radius, 2 * radius));
        }
    }

    private void population(Graphics2D graphics, Trajectories paths) {
        graphics.setColor(POPULATION);
        graphics.setStroke(new BasicStroke(1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        IntStream.range(0, paths.count()).forEach(i -> graphics.draw(path(paths, i)));
    }

    private void elites(Graphics2D graphics, AnimationFrame content) {
        Trajectories elites = content.elites();
        graphics.setStroke(new BasicStroke(1.3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        int last = elites.length() - 1;
        for (int e = 0; e < elites.count(); e++) {
            graphics.setColor(colors.of(content, e));
            graphics.draw(path(elites, e));
            double x = view.x().pixel(elites.x(e, last));
            double y = view.y().pixel(elites.y(e, last));
            graphics.fill(new Ellipse2D.Double(x - 2, y - 2, 4, 4));
        }
    }

    private void goal(Graphics2D graphics) {
        if (scene.goal() == null) {
            return;
        }
        double x = view.x().pixel(scene.goal()[0]);
        double y = view.y().pixel(scene.goal()[1]);
        Ellipse2D ring = new Ellipse2D.Double(x - 9, y - 9, 18, 18);
        graphics.setColor(Color.WHITE);
        graphics.setStroke(new BasicStroke(4.5f));
        graphics.draw(ring);
        graphics.setColor(INK);
        graphics.setStroke(new BasicStroke(1.8f));
        graphics.draw(ring);
        for (int[] to : new int[][] {{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
            graphics.draw(new Line2D.Double(x + 6 * to[0], y + 6 * to[1], x + 13 * to[0], y + 13 * to[1]));
        }
    }

    private void progress(Graphics2D graphics, AnimationFrame content) {
        String label = "GENERATION " + content.generation();
        StrokeFont.draw(graphics, label, LEFT, 26, 9, false);
        if (content.steps() > 0) {
            StrokeFont.draw(
                    graphics,
                    content.steps() + (content.steps() == 1 ? " STEP" : " STEPS"),
                    LEFT + StrokeFont.width(label, 9) + 28,
                    26,
                    9,
                    false);
        }
        double done = (content.generation() + 1.0) / generations;
        line(graphics, FAINT, LEFT, BAR_Y, LEFT + PLOT_WIDTH, BAR_Y, 5);
        line(graphics, ColorScale.at(0), LEFT, BAR_Y, LEFT + done * PLOT_WIDTH, BAR_Y, 5);
        if (generations <= 60) {
            for (int g = 1; g < generations; g++) {
                double at = LEFT + g * PLOT_WIDTH / (double) generations;
                line(graphics, Color.WHITE, at, BAR_Y - 3, at, BAR_Y + 3, 1.5f);
            }
        }
    }

    private Path2D path(Trajectories paths, int i) {
        Path2D path = new Path2D.Double();
        for (int l = 0; l < paths.length(); l++) {
            double x = view.x().pixel(paths.x(i, l));
            double y = view.y().pixel(paths.y(i, l));
            if (!Double.isFinite(x) || !Double.isFinite(y)) {
                break;
            }
            if (l == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        return path;
    }

    private static void line(Graphics2D graphics, Color color, double x1, double y1, double x2, double y2) {
        line(graphics, color, x1, y1, x2, y2, 1);
    }

    private static void line(
            Graphics2D graphics, Color color, double x1, double y1, double x2, double y2, float width) {
        graphics.setColor(color);
        graphics.setStroke(new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }
}
