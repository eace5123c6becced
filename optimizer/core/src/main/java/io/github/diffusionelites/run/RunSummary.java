package io.github.diffusionelites.run;

import io.github.diffusionelites.search.Candidate;
import io.github.diffusionelites.search.Outcome;
import io.github.diffusionelites.search.SearchResult;
import io.github.diffusionelites.search.Sense;
import java.util.List;

/**
 * What a run found, in short.
 *
 * @param result all searches
 * @param bestSearch place of the best search in the batch; 0 if none has a reward
 * @param generations finished
 * @param evaluations denoiser evaluations; without a network, decodes
 * @param interrupted whether the run ended before its time
 * @param nanoseconds from the first generation to the last file
 */
public record RunSummary(
        SearchResult result, int bestSearch, int generations, long evaluations, boolean interrupted, long nanoseconds) {

    /** Returns the outcome of the best search. */
    public Outcome best() {
        return result.outcomes().get(bestSearch);
    }

    /** Returns the mean reward of a search's elites at final fidelity, of those that have one; NaN if there is none. */
    public static double eliteMean(Outcome outcome) {
        return outcome.elites().stream()
                .mapToDouble(Candidate::reward)
                .filter(reward -> !Double.isNaN(reward))
                .average()
                .orElse(Double.NaN);
    }

    /** Returns the place of the outcome whose best reward is the best; of equal ones the first. */
    static int bestOf(List<Outcome> outcomes, Sense sense) {
        int best = 0;
        double reward = Double.NaN;
        for (int i = 0; i < outcomes.size(); i++) {
            double other = outcomes.get(i).winner().map(Candidate::reward).orElse(Double.NaN);
            boolean better = sense == Sense.MAXIMIZE ? other > reward : other < reward;
            if (better || (Double.isNaN(reward) && !Double.isNaN(other))) {
                best = i;
                reward = other;
            }
        }
        return best;
    }
}
