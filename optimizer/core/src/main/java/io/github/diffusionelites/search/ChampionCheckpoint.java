package io.github.diffusionelites.search;

/**
 * The best individual of a generation. The array is not copied; its holder must leave it alone.
 *
 * @param generation counted from 0
 * @param individual its place in the population
 * @param reward at the fidelity of the generation, never NaN
 * @param latent [d]
 */
public record ChampionCheckpoint(int generation, int individual, float reward, float[] latent) {}
