/**
 * Searches in the latent space of a generative model.
 *
 * <p>{@link io.github.diffusionelites.search.DiffusionElites} runs a batch of independent searches: settings that are
 * common to all in {@link io.github.diffusionelites.search.SearchSettings}, what differs in
 * {@link io.github.diffusionelites.search.SearchInstance}. Between two generations a
 * {@link io.github.diffusionelites.search.SearchCheckpoint} holds all that what follows depends on.
 *
 * <p>A flight recording of the JVM has an event {@code io.github.diffusionelites.Generation} for each search and
 * generation: rewards, elites, NaNs and times by part.
 */
@NullMarked
package io.github.diffusionelites.search;

import org.jspecify.annotations.NullMarked;
