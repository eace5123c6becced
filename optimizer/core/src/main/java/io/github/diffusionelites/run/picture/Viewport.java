package io.github.diffusionelites.run.picture;

/**
 * Maps the plane to a rectangle of pixels, with one scale for both axes and y upwards.
 *
 * @param x from left to right
 * @param y from bottom to top
 */
public record Viewport(Axis x, Axis y) {

    private static final double MARGIN = 0.05;

    /**
     * Makes the viewport that shows the whole scene and all paths.
     *
     * @param left of the rectangle
     * @param top of the rectangle
     */
    public static Viewport around(
            Scene scene, double left, double top, double width, double height, Trajectories... shown) {
        Bounds bounds = new Bounds();
        for (Trajectories paths : shown) {
            bounds.add(paths);
        }
        if (scene.goal() != null) {
            bounds.add(scene.goal()[0], scene.goal()[1]);
        }
        for (double[] ball : scene.obstacles()) {
            bounds.add(ball[0] - ball[2], ball[1] - ball[2]);
            bounds.add(ball[0] + ball[2], ball[1] + ball[2]);
        }
        double unit = (1 + 2 * MARGIN) * Math.max(bounds.width() / width, bounds.height() / height);
        double halfWidth = unit * width / 2;
        double halfHeight = unit * height / 2;
        return new Viewport(
                Axis.linear(bounds.middleX() - halfWidth, bounds.middleX() + halfWidth, left, left + width),
                Axis.linear(bounds.middleY() - halfHeight, bounds.middleY() + halfHeight, top + height, top));
    }

    /** Returns pixels for each unit of the plane. */
    public double scale() {
        return (x.to() - x.from()) / (x.largest() - x.least());
    }
}
