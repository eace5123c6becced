package io.github.diffusionelites.search;

import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.device.Proposal;
import java.util.ArrayList;
import java.util.List;

/** Takes a checkpoint of the buffers of a batch of searches. */
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
        Entrants entrants = new Entrants(state, generation);
        List<InstanceCheckpoint> searches = new ArrayList<>();
        for (int b = 0; b < state.plan.searches(); b++) {
            SearchInstance instance = state.plan.instances().get(b);
            int[] elites = entrants.elitePlaces(b);
            searches.add(new InstanceCheckpoint(
                    instance.id(),
                    instance.sense(),
                    proposal(b),
                    entrants.champions(b),
                    elites,
                    entrants.eliteLatents(b, elites.length)));
        }
        return new SearchCheckpoint(
                state.plan.settings().seed(),
                state.plan.population(),
                state.plan.dimension(),
                generation,
                evaluations,
                hostRewards,
                searches);
    }

    private ProposalCheckpoint proposal(int search) {
        int d = state.plan.dimension();
        float[] mean = new float[d];
        return switch (state.refit) {
            case FullRefit refit -> {
                Proposal.Full full = refit.proposal();
                float[] covariance = new float[d * d];
                float[] factor = new float[d * d];
                full.mean().read((long) search * d, mean);
                full.covariance().read((long) search * d * d, covariance);
                full.factor().read((long) search * d * d, factor);
                yield new ProposalCheckpoint.Full(mean, covariance, factor);
            }
            case DiagonalRefit refit -> {
                Proposal.Diagonal diagonal = refit.proposal();
                float[] deviation = new float[d];
                diagonal.mean().read((long) search * d, mean);
                diagonal.deviation().read((long) search * d, deviation);
                yield new ProposalCheckpoint.Diagonal(mean, deviation);
            }
        };
    }
}
