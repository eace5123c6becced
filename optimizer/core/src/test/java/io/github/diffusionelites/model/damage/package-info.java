/**
 * Weights files that lie, each against one rule of the format, for every reader of them to refuse.
 *
 * <p>{@link io.github.diffusionelites.model.damage.DamagedWeights} writes them, with a manifest, into a directory.
 */
package io.github.diffusionelites.model.damage;
