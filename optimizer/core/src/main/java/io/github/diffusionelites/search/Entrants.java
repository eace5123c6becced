package io.github.diffusionelites.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says who of a search is decoded again: the elites of the last generation and the best of them all, nobody twice. */
final class Entrants {

    private Entrants() {}

    /**
     * Returns the elites, then the best of the generations, best first.
     *
     * @param elites of the last generation
     * @param champions best of the generations, best first
     * @param generations that are finished
     * @param finalists how many of the generations' best there may be
     */
    static List<Entrant> of(List<Entrant> elites, List<ChampionCheckpoint> champions, int generations, int finalists) {
        List<Entrant> entrants = new ArrayList<>(elites);
        Set<Integer> places = elites.stream().map(Entrant::individual).collect(Collectors.toSet());
        champions.stream()
                .limit(finalists)
                .filter(champion -> champion.generation() < generations - 1 || !places.contains(champion.individual()))
                .map(champion -> new Entrant(champion.generation(), champion.individual(), champion.latent(), false))
                .forEach(entrants::add);
        return entrants;
    }

    /** Returns the elites of a checkpoint. */
    static List<Entrant> elites(InstanceCheckpoint search, int generations) {
        List<Entrant> elites = new ArrayList<>();
        int[] places = search.elites();
        for (int i = 0; i < places.length; i++) {
            int d = search.eliteLatents().length / places.length;
            float[] latent = Arrays.copyOfRange(search.eliteLatents(), i * d, (i + 1) * d);
            elites.add(new Entrant(generations - 1, places[i], latent, true));
        }
        return elites;
    }

    /** Returns the best individual of the loop, or null if all rewards were NaN. */
    @Nullable
    static InnerBest innerBest(List<ChampionCheckpoint> champions, FidelitySchedule fidelity) {
        if (champions.isEmpty()) {
            return null;
        }
        ChampionCheckpoint best = champions.getFirst();
        return new InnerBest(best.generation(), best.individual(), fidelity.stepsAt(best.generation()), best.reward());
    }
}
