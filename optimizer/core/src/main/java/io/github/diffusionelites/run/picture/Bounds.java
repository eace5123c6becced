package io.github.diffusionelites.run.picture;

import java.util.stream.IntStream;

/**
 * The smallest rectangle around points; of no extent in a direction, it is given some. Points that are not finite are
 * left out.
 */
final class Bounds {

    /** Share of positions left out at each side. */
    private static final double STRAY = 0.001;

    private interface Coordinate {
        double of(int path, int position);
    }

    private double left = Double.POSITIVE_INFINITY;
    private double right = Double.NEGATIVE_INFINITY;
    private double bottom = Double.POSITIVE_INFINITY;
    private double top = Double.NEGATIVE_INFINITY;

    /** Adds all positions but the outermost few of many, so that a stray path does not shrink all the others. */
    void add(Trajectories paths) {
        double[] x = sorted(paths, paths::x);
        double[] y = sorted(paths, paths::y);
        if (x.length > 0 && y.length > 0) {
            add(Quantile.ofSorted(x, STRAY), Quantile.ofSorted(y, STRAY));
            add(Quantile.ofSorted(x, 1 - STRAY), Quantile.ofSorted(y, 1 - STRAY));
        }
    }

    private static double[] sorted(Trajectories paths, Coordinate coordinate) {
        return IntStream.range(0, paths.count() * paths.length())
                .mapToDouble(k -> coordinate.of(k / paths.length(), k % paths.length()))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
    }

    void add(double x, double y) {
        if (Double.isFinite(x) && Double.isFinite(y)) {
            left = Math.min(left, x);
            right = Math.max(right, x);
            bottom = Math.min(bottom, y);
            top = Math.max(top, y);
        }
    }

    double middleX() {
        return left <= right ? (left + right) / 2 : 0;
    }

    double middleY() {
        return bottom <= top ? (bottom + top) / 2 : 0;
    }

    double width() {
        return right > left ? right - left : 1e-3;
    }

    double height() {
        return top > bottom ? top - bottom : 1e-3;
    }
}
