/**
 * Models: weights and description read from files that are not trusted, the networks that they describe, and decoders
 * from latents to samples.
 */
@NullMarked
package io.github.diffusionelites.model;

import org.jspecify.annotations.NullMarked;
