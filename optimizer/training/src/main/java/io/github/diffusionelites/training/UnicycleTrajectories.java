package io.github.diffusionelites.training;

import java.util.random.RandomGenerator;

/**
 * Paths of a planar unicycle: from the origin, at constant speed and curvature.
 *
 * <p>Euler steps of p' = v (cos h, sin h), h' = v c with heading h, speed v and curvature c. Every path has equal step
 * lengths and equal turning angles, so that the quality of a sample can be measured without a reference path.
 */
final class UnicycleTrajectories {

    /** Euler steps, and positions of a path: the origin itself is not one of them. */
    static final int STEPS = 32;
    /** Time of an Euler step. */
    static final double STEP_TIME = 1.0 / STEPS;
    /** Initial headings are uniform within this angle of the x axis, in radians. */
    static final double LARGEST_HEADING = Math.PI / 8;
    /** Least speed, in lengths per unit time. */
    static final double LEAST_SPEED = 0.3;
    /** Largest speed, in lengths per unit time. */
    static final double LARGEST_SPEED = 0.7;
    /** Standard deviation of the curvature around 0, in radians per length. */
    static final double CURVATURE_DEVIATION = 2.0;
    /** Values of a path: x of all positions, then y of all positions. */
    static final int SAMPLE_SIZE = 2 * STEPS;

    private UnicycleTrajectories() {}

    /**
     * Draws paths.
     *
     * @param count of the paths
     * @return shape [count, 2, 32] row-major
     */
    static float[] draw(int count, RandomGenerator random) {
        float[] paths = new float[Math.multiplyExact(count, SAMPLE_SIZE)];
        for (int i = 0; i < count; i++) {
            double heading = LARGEST_HEADING * (2 * random.nextDouble() - 1);
            double speed = LEAST_SPEED + (LARGEST_SPEED - LEAST_SPEED) * random.nextDouble();
            double curvature = CURVATURE_DEVIATION * random.nextGaussian();
            drive(heading, speed, curvature, paths, i * SAMPLE_SIZE);
        }
        return paths;
    }

    /**
     * Writes one path.
     *
     * @param heading in radians
     * @param speed in lengths per unit time
     * @param curvature in radians per length
     * @param offset of the first x in {@code paths}
     */
    static void drive(double heading, double speed, double curvature, float[] paths, int offset) {
        double x = 0;
        double y = 0;
        double angle = heading;
        for (int step = 0; step < STEPS; step++) {
            x += speed * Math.cos(angle) * STEP_TIME;
            y += speed * Math.sin(angle) * STEP_TIME;
            angle += speed * curvature * STEP_TIME;
            paths[offset + step] = (float) x;
            paths[offset + STEPS + step] = (float) y;
        }
    }
}
