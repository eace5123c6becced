package io.github.diffusionelites.device;

/**
 * What is known of a generation's rewards; the ordinal is the column. Quantiles are of the rewards that are numbers, by
 * linear interpolation between order statistics (definition 7 of Hyndman and Fan 1996), from worst (0) to best (1).
 */
public enum Statistic {
    /** The best reward. */
    BEST,
    /** The mean over the active individuals. */
    MEAN,
    /** The mean over the elites. */
    ELITE_MEAN,
    /** The quantile 0.1. */
    QUANTILE_10,
    /** The quantile 0.25. */
    QUANTILE_25,
    /** The median. */
    MEDIAN,
    /** The quantile 0.75. */
    QUANTILE_75,
    /** The quantile 0.9. */
    QUANTILE_90,
    /** The standard deviation over the active individuals, of their number, not of one less. */
    DEVIATION
}
