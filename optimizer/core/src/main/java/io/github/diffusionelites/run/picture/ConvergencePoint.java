package io.github.diffusionelites.run.picture;

/**
 * What a convergence picture shows of a generation. A value that is not finite is left out.
 *
 * @param steps denoising steps that its samples were decoded with
 * @param best the best reward
 * @param eliteMean mean reward of the elites
 * @param median of the population's rewards
 * @param low their quantile 0.1
 * @param high their quantile 0.9
 */
public record ConvergencePoint(int steps, double best, double eliteMean, double median, double low, double high) {}
