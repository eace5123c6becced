package io.github.diffusionelites.search;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a search found.
 *
 * @param id of the search
 * @param best the first finalist; null if there is none or its reward is NaN, see {@link #winner}
 * @param innerBest the best reward in the loop; null if all were NaN, see {@link #innerWinner}
 * @param elites of the last finished generation, scored at final fidelity, by ascending place in the population
 * @param finalists the elites and the best of the generations, scored at final fidelity, best first
 */
public record Outcome(
        int id,
        @Nullable Candidate best,
        @Nullable InnerBest innerBest,
        List<Candidate> elites,
        List<Candidate> finalists) {

    /** Copies the lists. */
    public Outcome {
        elites = List.copyOf(elites);
        finalists = List.copyOf(finalists);
    }

    /** Returns the best candidate at final fidelity, or nothing if no reward was a number. */
    public Optional<Candidate> winner() {
        return Optional.ofNullable(best);
    }

    /** Returns the best reward in the loop, or nothing if no reward was a number. */
    public Optional<InnerBest> innerWinner() {
        return Optional.ofNullable(innerBest);
    }
}
