package io.github.diffusionelites.run.picture;

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
public record AnimationRange(double left, double right, double bottom, double top, double near, double far) {}
