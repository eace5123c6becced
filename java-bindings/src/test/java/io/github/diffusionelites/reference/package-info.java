/**
 * Double-precision references of every operation, one class an operation, and a
 * {@link io.github.diffusionelites.reference.ReferenceDevice} that interprets recordings with them.
 *
 * <p>References work on one row or one search, row-major, with plain loops in the order of the formula. They are what
 * every device is checked against, so they share no code with any device.
 */
package io.github.diffusionelites.reference;
