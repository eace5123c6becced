package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Selection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
        for (int generation : bestGenerations(search, state.plan.settings().finalists())) {
            int individual = individuals[generation];
            if (generation < generations - 1 || places.add(individual)) {
                entrants.add(new Entrant(generation, individual, championLatent(search, generation), false));
            }
        }
        return entrants;
    }

    /** Returns the best individual of the loop, or null if all rewards were NaN. */
    @Nullable
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

    /** Returns the best of the generations that are or may become finalists, the best first; at least one if any is. */
    List<ChampionCheckpoint> champions(int search) {
        int[] individuals = championIndividuals(search);
        float[] rewards = championRewards(search);
        List<ChampionCheckpoint> champions = new ArrayList<>();
        for (int generation :
                bestGenerations(search, Math.max(1, state.plan.settings().finalists()))) {
            float[] latent = championLatent(search, generation);
            champions.add(new ChampionCheckpoint(generation, individuals[generation], rewards[generation], latent));
        }
        return champions;
    }

    /** Returns the elites of the last generation by ascending place. */
    List<Entrant> elites(int search) {
        int[] places = elitePlaces(search);
        List<Entrant> elites = new ArrayList<>();
        int d = state.plan.dimension();
        long first = (long) search * state.plan.eliteCapacity() * d;
        for (int i = 0; i < places.length; i++) {
            float[] latent = new float[d];
            state.eliteLatents.read(first + (long) i * d, latent);
            elites.add(new Entrant(generations - 1, places[i], latent, true));
        }
        return elites;
    }

    /** Returns the places of the elites of the last generation, ascending. */
    int[] elitePlaces(int search) {
        if (generations == 0) {
            return new int[0];
        }
        int[] summary = new int[Selection.SUMMARY];
        state.selection.summary().read((long) search * Selection.SUMMARY, summary);
        int[] places = new int[summary[Selection.COUNT]];
        if (places.length > 0) {
            state.selection.elites().read((long) search * state.plan.population(), places);
        }
        return places;
    }

    /**
     * Returns the latents of the elites of the last generation, row-major [count, d].
     *
     * @throws ArithmeticException if they are more numbers than an array holds
     */
    float[] eliteLatents(int search, int count) {
        float[] latents = new float[Math.multiplyExact(count, state.plan.dimension())];
        if (count > 0) {
            state.eliteLatents.read((long) search * state.plan.eliteCapacity() * state.plan.dimension(), latents);
        }
        return latents;
    }

    /** Returns generations whose best reward is a number, the best first and of equal ones the earlier first. */
    private List<Integer> bestGenerations(int search, int most) {
        Sense sense = state.plan.instances().get(search).sense();
        float[] rewards = championRewards(search);
        Comparator<Integer> byReward =
                Comparator.comparingDouble(generation -> 0.0 - sense.sign() * (double) rewards[generation]);
        return IntStream.range(0, generations)
                .filter(generation -> !Float.isNaN(rewards[generation]))
                .boxed()
                .sorted(byReward.thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .toList();
    }

    private float[] championLatent(int search, int generation) {
        float[] latent = new float[state.plan.dimension()];
        state.champions.read(((long) search * state.plan.generations() + generation) * latent.length, latent);
        return latent;
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
