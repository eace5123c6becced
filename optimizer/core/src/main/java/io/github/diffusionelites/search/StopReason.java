package io.github.diffusionelites.search;

/** Why a search ended; where several reasons hold, the first of them. */
public enum StopReason {
    /** A reward as good as the target was found at final fidelity. */
    TARGET,
    /** All generations of its schedule, or as many as its rules allow, were run. */
    GENERATIONS,
    /** One more generation would have gone beyond the evaluations that its rules allow. */
    EVALUATIONS,
    /** It took longer than its rules allow. */
    TIME,
    /** Its best reward did not get better for as many generations as its rules allow. */
    STAGNATION,
    /** Its proposal became narrower than its rules allow. */
    COLLAPSE
}
