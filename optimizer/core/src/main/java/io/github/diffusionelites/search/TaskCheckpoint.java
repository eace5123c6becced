package io.github.diffusionelites.search;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A search between two generations, all that what follows depends on. Arrays are not copied; their holder must leave
 * them alone.
 *
 * @param generation finished generations, at least 1
 * @param evaluations of the denoiser so far; without a network, decodes
 * @param nans rewards that were NaN so far
 * @param nanoseconds since its first generation began
 * @param best reward of each generation, [generation]
 * @param eliteMean mean reward of the elites of each generation, [generation]
 * @param state what it found
 * @param ended why no more generations are run, where only the final round is left; null before
 */
public record TaskCheckpoint(
        int generation,
        long evaluations,
        long nans,
        long nanoseconds,
        float[] best,
        float[] eliteMean,
        InstanceCheckpoint state,
        @Nullable StopReason ended) {

    /** Checks the counts. */
    public TaskCheckpoint {
        Objects.requireNonNull(state, "state");
        if (generation < 1
                || evaluations < 0
                || nans < 0
                || nanoseconds < 0
                || best.length != generation
                || eliteMean.length != generation) {
            throw new IllegalArgumentException("The checkpoint of search " + state.id() + " of " + generation
                    + " generations has " + evaluations + " evaluations, " + nans + " NaNs, " + nanoseconds
                    + " ns and the figures of " + best.length + " and " + eliteMean.length
                    + " generations, which cannot be.");
        }
    }

    /** Returns the id of the search. */
    public int id() {
        return state.id();
    }
}
