package io.github.diffusionelites.run.picture;

import java.util.stream.DoubleStream;

/**
 * Axes and colours of an animation, which its first generation settles for all frames.
 *
 * @param left least x
 * @param right largest x
 * @param bottom least y
 * @param top largest y
 * @param near value at the beginning of the colour scale
 * @param far value at its end
 */
public record AnimationRange(double left, double right, double bottom, double top, double near, double far) {

    /** Checks that axes can go between the numbers. */
    public AnimationRange {
        boolean finite = DoubleStream.of(left, right, bottom, top, right - left, top - bottom, near, far)
                .allMatch(Double::isFinite);
        if (!finite || left >= right || bottom >= top) {
            throw new IllegalArgumentException("An animation cannot have the axes " + left + " to " + right + " and "
                    + bottom + " to " + top + " with colours from " + near + " to " + far
                    + "; all must be finite and the axes ascend.");
        }
    }
}
