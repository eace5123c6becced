package io.github.diffusionelites.search;

/**
 * The best reward that a search saw in its generations, at the fidelity of the generation. It is not comparable with
 * rewards at final fidelity.
 *
 * @param generation counted from 0; of equal rewards the first
 * @param individual its place in the population
 * @param steps denoising steps of that generation
 * @param reward as seen then
 */
public record InnerBest(int generation, int individual, int steps, double reward) {}
