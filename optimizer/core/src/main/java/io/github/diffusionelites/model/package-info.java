/**
 * Models: weights and description read from files that are not trusted, the networks that they describe, and decoders
 * from latents to samples.
 */
package io.github.diffusionelites.model;
