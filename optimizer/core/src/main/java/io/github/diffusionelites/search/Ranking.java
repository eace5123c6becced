package io.github.diffusionelites.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the outcome of a search of its scored entrants. */
final class Ranking {

    private Ranking() {}

    /**
     * Ranks candidates: best first, NaN last; of equal rewards the earlier generation and the lower place first.
     *
     * @param candidates in the order of the entrants
     */
    static Outcome outcome(
            SearchInstance instance,
            List<Entrant> entrants,
            List<Candidate> candidates,
            @Nullable InnerBest innerBest) {
        List<Candidate> elites = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            if (entrants.get(i).elite()) {
                elites.add(candidates.get(i));
            }
        }
        List<Candidate> finalists = new ArrayList<>(candidates);
        finalists.sort(order(instance.sense()));
        @Nullable
        Candidate best =
                finalists.isEmpty() || Double.isNaN(finalists.getFirst().reward()) ? null : finalists.getFirst();
        return new Outcome(instance.id(), best, innerBest, elites, finalists);
    }

    private static Comparator<Candidate> order(Sense sense) {
        Comparator<Candidate> byReward = (first, second) -> sense.better(first.reward(), second.reward())
                ? -1
                : sense.better(second.reward(), first.reward()) ? 1 : 0;
        return byReward.thenComparingInt(Candidate::generation).thenComparingInt(Candidate::individual);
    }
}
