package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Selection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Collects who is decoded again: the elites of the last generation and the best of the generations, nobody twice. */
final class Entrants {

    private final SearchState state;
    private final int generations;

    /**
     * Prepares the collection.
     *
     * @param generations that are finished
     */
    Entrants(SearchState state, int generations) {
        this.state = state;
        this.generations = generations;
    }

    /** Returns entrants of a search: the elites by ascending place, then the best of the generations, best first. */
    List<Entrant> of(int search) {
        if (generations == 0) {
            return List.of();
        }
        List<Entrant> entrants = elites(search);
        Set<Integer> places = entrants.stream().map(Entrant::individual).collect(Collectors.toCollection(HashSet::new));
        int[] individuals = championIndividuals(search);
        for (int generation : bestGenerations(search)) {
            int individual = individuals[generation];
            if (generation < generations - 1 || places.add(individual)) {
                float[] latent = new float[state.plan.dimension()];
                state.champions.read(((long) search * state.plan.generations() + generation) * latent.length, latent);
                entrants.add(new Entrant(generation, individual, latent, false));
            }
        }
        return entrants;
    }

    /** Returns the best individual of the loop, or null if all rewards were NaN. */
    InnerBest innerBest(int search) {
        Sense sense = state.plan.instances().get(search).sense();
        float[] rewards = championRewards(search);
        int best = -1;
        for (int generation = 0; generation < generations; generation++) {
            if (sense.better(rewards[generation], best < 0 ? Float.NaN : rewards[best])) {
                best = generation;
            }
        }
        return best < 0
                ? null
                : new InnerBest(
                        best,
                        championIndividuals(search)[best],
                        state.plan.settings().fidelity().stepsAt(best),
                        rewards[best]);
    }

    private List<Entrant> elites(int search) {
        int[] summary = new int[Selection.SUMMARY];
        state.selection.summary().read((long) search * Selection.SUMMARY, summary);
        int[] places = new int[summary[Selection.COUNT]];
        List<Entrant> elites = new ArrayList<>();
        if (places.length == 0) {
            return elites;
        }
        state.selection.elites().read((long) search * state.plan.population(), places);
        int d = state.plan.dimension();
        long first = (long) search * state.plan.eliteCapacity() * d;
        for (int i = 0; i < places.length; i++) {
            float[] latent = new float[d];
            state.eliteLatents.read(first + (long) i * d, latent);
            elites.add(new Entrant(generations - 1, places[i], latent, true));
        }
        return elites;
    }

    /** Returns generations whose best reward is a number, the best first and of equal ones the earlier first. */
    private List<Integer> bestGenerations(int search) {
        Sense sense = state.plan.instances().get(search).sense();
        float[] rewards = championRewards(search);
        Comparator<Integer> byReward =
                Comparator.comparing(generation -> 0.0 - sense.sign() * (double) rewards[generation]);
        return IntStream.range(0, generations)
                .filter(generation -> !Float.isNaN(rewards[generation]))
                .boxed()
                .sorted(byReward.thenComparing(Comparator.naturalOrder()))
                .limit(state.plan.settings().finalists())
                .toList();
    }

    private float[] championRewards(int search) {
        float[] rewards = new float[generations];
        state.championRewards.read((long) search * state.plan.generations(), rewards);
        return rewards;
    }

    private int[] championIndividuals(int search) {
        int[] individuals = new int[generations];
        state.championIndividuals.read((long) search * state.plan.generations(), individuals);
        return individuals;
    }
}
