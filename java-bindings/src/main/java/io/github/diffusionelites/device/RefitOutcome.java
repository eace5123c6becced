package io.github.diffusionelites.device;

/** What became of a proposal in a generation; the ordinal stands in the outcome buffer. */
public enum RefitOutcome {
    /** It was refitted to the elites. */
    REFITTED,
    /** It stays: all rewards are NaN, or the search has no active individual. */
    KEPT_NO_ELITES,
    /** It stays: all rewards are equal. */
    KEPT_EQUAL_REWARDS,
    /** It stays: the refit is not finite, or its covariance is not positive definite. */
    KEPT_NOT_FINITE
}
