/**
 * Searches in the latent space of a generative model.
 *
 * <p>{@link io.github.diffusionelites.search.DiffusionElites} runs a batch of independent searches: settings that are
 * common to all in {@link io.github.diffusionelites.search.SearchSettings}, what differs in
 * {@link io.github.diffusionelites.search.SearchInstance}.
 */
package io.github.diffusionelites.search;
