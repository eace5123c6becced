package io.github.diffusionelites.run.picture;

import java.util.Arrays;

/**
 * Paths in the plane, in the layout of samples: {@code [count, 2, length]}, row-major, first all x of a path, then all
 * y.
 *
 * @param values all coordinates; not copied
 * @param length positions of a path, at least 2
 */
public record Trajectories(float[] values, int length) implements Paths {

    /** Checks that the values make whole paths. */
    public Trajectories {
        if (length < 2 || values.length % (2L * length) != 0) {
            throw new IllegalArgumentException(values.length + " coordinates do not make paths of " + length
                    + " positions; a path has at least 2 positions and 2 coordinates for each.");
        }
    }

    @Override
    public int count() {
        return (int) (values.length / (2L * length));
    }

    /** Returns x of position {@code l} of path {@code i}. */
    public double x(int i, int l) {
        return values[2 * length * i + l];
    }

    /** Returns y of position {@code l} of path {@code i}. */
    public double y(int i, int l) {
        return values[2 * length * i + length + l];
    }

    /** Returns the distance of the last position of path {@code i} to a point. */
    public double endDistance(int i, double goalX, double goalY) {
        return Math.hypot(x(i, length - 1) - goalX, y(i, length - 1) - goalY);
    }

    @Override
    public Trajectories first(int most) {
        return count() <= most ? this : new Trajectories(Arrays.copyOf(values, 2 * length * most), length);
    }

    @Override
    public Trajectories subset(int[] places) {
        float[] chosen = new float[2 * length * places.length];
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(values, 2 * length * places[i], chosen, 2 * length * i, 2 * length);
        }
        return new Trajectories(chosen, length);
    }
}
