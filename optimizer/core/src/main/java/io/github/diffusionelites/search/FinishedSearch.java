package io.github.diffusionelites.search;

import java.util.Objects;

/**
 * A search that ended. Arrays are not copied; their holder must leave them alone.
 *
 * @param task what it was
 * @param outcome what it found, ranked at final fidelity
 * @param reason why it ended
 * @param generations that were run
 * @param evaluations of the denoiser, the final round included; without a network, decodes
 * @param nans rewards of active individuals that were NaN, in all generations
 * @param nanoseconds from its first generation to its end
 * @param best reward of each generation, [generations]
 * @param eliteMean mean reward of the elites of each generation, [generations]
 */
public record FinishedSearch(
        SearchTask task,
        Outcome outcome,
        StopReason reason,
        int generations,
        long evaluations,
        long nans,
        long nanoseconds,
        float[] best,
        float[] eliteMean) {

    /** Checks that nothing is missing. */
    public FinishedSearch {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(best, "best");
        Objects.requireNonNull(eliteMean, "eliteMean");
    }

    /** Returns whether it has a target and its best reward at final fidelity is as good. */
    public boolean reached() {
        return outcome.winner()
                .map(best -> task.rules().reached(best.reward(), task.instance().sense()))
                .orElse(false);
    }
}
