package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Selection;
import java.util.Arrays;

/** Puts a checkpoint into the buffers of a batch of searches. */
final class CheckpointWriter {

    private final SearchState state;

    CheckpointWriter(SearchState state) {
        this.state = state;
    }

    /**
     * Writes all searches.
     *
     * @throws IllegalArgumentException if the checkpoint does not fit; nothing is written
     */
    void write(SearchCheckpoint checkpoint) {
        CheckpointFit.require(state.plan, checkpoint);
        for (int b = 0; b < state.plan.searches(); b++) {
            InstanceCheckpoint search = checkpoint.searches().get(b);
            state.refit.write(b, search.proposal());
            champions(b, search);
            elites(b, search);
        }
    }

    private void champions(int search, InstanceCheckpoint checkpoint) {
        int generations = state.plan.generations();
        // Generations whose best cannot become a finalist any more look like ones without a reward.
        float[] rewards = new float[generations];
        Arrays.fill(rewards, Float.NaN);
        int[] individuals = new int[generations];
        for (ChampionCheckpoint champion : checkpoint.champions()) {
            rewards[champion.generation()] = champion.reward();
            individuals[champion.generation()] = champion.individual();
            state.champions.write(
                    ((long) search * generations + champion.generation()) * state.plan.dimension(), champion.latent());
        }
        state.championRewards.write((long) search * generations, rewards);
        state.championIndividuals.write((long) search * generations, individuals);
    }

    private void elites(int search, InstanceCheckpoint checkpoint) {
        int[] count = {checkpoint.elites().length};
        state.selection.summary().write((long) search * Selection.SUMMARY + Selection.COUNT, count);
        if (count[0] > 0) {
            state.selection.elites().write((long) search * state.plan.population(), checkpoint.elites());
            state.eliteLatents.write(
                    (long) search * state.plan.eliteCapacity() * state.plan.dimension(), checkpoint.eliteLatents());
        }
    }
}
