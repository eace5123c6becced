package io.github.diffusionelites.search;

/**
 * An individual that is decoded again at final fidelity.
 *
 * @param generation that drew it
 * @param individual its place in the population
 * @param latent [d]
 * @param elite whether it is an elite of the last generation
 */
record Entrant(int generation, int individual, float[] latent, boolean elite) {}
