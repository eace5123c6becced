package io.github.diffusionelites.search;

import io.github.diffusionelites.device.RefitOutcome;

/**
 * One generation of one search. Rewards are as the reward gave them, whatever the sense; NaN where there is none.
 * Quantiles are of the rewards that are numbers and run from the worst (0) to the best (1).
 *
 * @param id of the search
 * @param best reward
 * @param mean over the active individuals that have a reward
 * @param deviation standard deviation of the rewards of the active individuals that have one, their number its divisor
 * @param eliteMean mean over the elites
 * @param q10 quantile 0.1
 * @param q25 quantile 0.25
 * @param median quantile 0.5
 * @param q75 quantile 0.75
 * @param q90 quantile 0.9
 * @param threshold reward of the worst elite
 * @param spread root of the mean variance of the refitted proposal
 * @param klStep KL of the refitted from the former proposal, in nats; 0 where it stays
 * @param klPrior KL of the refitted proposal from N(0, I), in nats
 * @param latentNorm mean Euclidean norm of the active individuals' latents. Draws of the prior have about the square
 *     root of their coordinates; a search far from that shows the model latents that it was not trained on, unless its
 *     decoder scales them back, which this figure does not know of. NaN where no norm is finite
 * @param nans active individuals whose reward is NaN
 * @param elites number of elites
 * @param outcome what became of the proposal
 */
public record SearchReport(
        int id,
        double best,
        double mean,
        double deviation,
        double eliteMean,
        double q10,
        double q25,
        double median,
        double q75,
        double q90,
        double threshold,
        double spread,
        double klStep,
        double klPrior,
        double latentNorm,
        int nans,
        int elites,
        RefitOutcome outcome) {}
