package io.github.diffusionelites.search;

/**
 * An individual, decoded at final fidelity. The arrays are not copied; their holder must leave them alone.
 *
 * @param generation that drew it, counted from 0
 * @param individual its place in the population of that generation
 * @param reward at final fidelity; NaN if it has none
 * @param latent [d]
 * @param sample [channels, length], row-major, in the units of the data
 */
public record Candidate(int generation, int individual, double reward, float[] latent, float[] sample) {}
