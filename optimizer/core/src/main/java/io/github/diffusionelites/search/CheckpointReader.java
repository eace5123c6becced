package io.github.diffusionelites.search;

import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.device.Selection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Takes checkpoints of the buffers of a batch of searches. */
final class CheckpointReader {

    private final SearchState state;

    CheckpointReader(SearchState state) {
        this.state = state;
    }

    /**
     * Reads what later generations and the result depend on.
     *
     * @param generation finished generations
     * @param hostRewards calls of a reward computed by Java in them
     */
    SearchCheckpoint read(int generation, long evaluations, HostRewardReport hostRewards) {
        List<InstanceCheckpoint> searches = IntStream.range(0, state.plan.searches())
                .mapToObj(b -> instance(b, state.plan.instances().get(b), 0, generation, List.of()))
                .toList();
        return new SearchCheckpoint(
                state.plan.settings().seed(),
                state.plan.population(),
                state.plan.dimension(),
                generation,
                evaluations,
                hostRewards,
                searches);
    }

    /**
     * Reads one search.
     *
     * @param search its place
     * @param first generation that the buffers know of
     * @param generation finished generations
     * @param former best of the generations before the first one
     */
    InstanceCheckpoint instance(
            int search, SearchInstance instance, int first, int generation, List<ChampionCheckpoint> former) {
        int[] elites = generation == first ? new int[0] : elitePlaces(search);
        return new InstanceCheckpoint(
                instance.id(),
                instance.sense(),
                state.refit.read(search),
                champions(search, instance.sense(), first, generation, former),
                elites,
                eliteLatents(search, elites.length));
    }

    /** Returns the best of the generations, as {@link InstanceCheckpoint#champions} has them. */
    List<ChampionCheckpoint> champions(int search, int generation) {
        return champions(search, state.plan.instances().get(search).sense(), 0, generation, List.of());
    }

    /** Returns the elites of the last generation by ascending place; none before the first one. */
    List<Entrant> elites(int search, int generation) {
        List<Entrant> elites = new ArrayList<>();
        int[] places = generation == 0 ? new int[0] : elitePlaces(search);
        long first = (long) search * state.plan.eliteCapacity();
        for (int i = 0; i < places.length; i++) {
            // Row by row, as copies of all of them would take the memory twice.
            float[] latent = new float[state.plan.dimension()];
            state.eliteLatents.read((first + i) * latent.length, latent);
            elites.add(new Entrant(generation - 1, places[i], latent, true));
        }
        return elites;
    }

    /**
     * Returns the best of the generations that are or may become finalists, the best first and of equal ones the
     * earlier first; at least one if any is.
     */
    private List<ChampionCheckpoint> champions(
            int search, Sense sense, int first, int generation, List<ChampionCheckpoint> former) {
        int count = generation - first;
        float[] rewards = new float[count];
        int[] individuals = new int[count];
        long place = (long) search * state.plan.generations() + first;
        if (count > 0) {
            state.championRewards.read(place, rewards);
            state.championIndividuals.read(place, individuals);
        }
        List<ChampionCheckpoint> all = new ArrayList<>(former);
        for (int i = 0; i < count; i++) {
            if (!Float.isNaN(rewards[i])) {
                all.add(new ChampionCheckpoint(first + i, individuals[i], rewards[i], new float[0]));
            }
        }
        Comparator<ChampionCheckpoint> byReward =
                Comparator.comparingDouble(champion -> 0.0 - sense.sign() * (double) champion.reward());
        return all.stream()
                .sorted(byReward.thenComparingInt(ChampionCheckpoint::generation))
                .limit(Math.max(1, state.plan.settings().finalists()))
                .map(champion -> champion.generation() < first ? champion : withLatent(search, champion))
                .toList();
    }

    private ChampionCheckpoint withLatent(int search, ChampionCheckpoint champion) {
        float[] latent = new float[state.plan.dimension()];
        state.champions.read(
                ((long) search * state.plan.generations() + champion.generation()) * latent.length, latent);
        return new ChampionCheckpoint(champion.generation(), champion.individual(), champion.reward(), latent);
    }

    /** Returns the places of the elites of the last generation, ascending. */
    private int[] elitePlaces(int search) {
        int[] summary = new int[Selection.SUMMARY];
        state.selection.summary().read((long) search * Selection.SUMMARY, summary);
        int[] places = new int[summary[Selection.COUNT]];
        if (places.length > 0) {
            state.selection.elites().read((long) search * state.plan.population(), places);
        }
        return places;
    }

    /** Returns the latents of the elites of the last generation, row-major [count, d]. */
    private float[] eliteLatents(int search, int count) {
        float[] latents = new float[Math.multiplyExact(count, state.plan.dimension())];
        if (count > 0) {
            state.eliteLatents.read((long) search * state.plan.eliteCapacity() * state.plan.dimension(), latents);
        }
        return latents;
    }
}
