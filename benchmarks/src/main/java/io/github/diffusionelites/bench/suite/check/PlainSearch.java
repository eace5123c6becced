package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.search.DiffusionElites;
import io.github.diffusionelites.search.FidelitySchedule;
import io.github.diffusionelites.search.ProposalSettings;
import io.github.diffusionelites.search.SearchSettings;
import java.util.Arrays;

/** A search without a network: individuals are drawn to 0.5 in every coordinate. */
final class PlainSearch {

    private final int dimension;
    private final SearchSettings settings;

    PlainSearch(int population, int dimension, long seed) {
        this.dimension = dimension;
        settings = SearchSettings.builder()
                .population(population)
                .eliteFraction(0.1)
                .proposal(new ProposalSettings.Diagonal(1e-6, 0.01))
                .fidelity(FidelitySchedule.constant(1, 3))
                .seed(seed)
                .build();
    }

    SearchSettings settings() {
        return settings;
    }

    DiffusionElites on(Device device) {
        double[] goal = new double[dimension];
        Arrays.fill(goal, 0.5);
        return DiffusionElites.on(device)
                .decoder(new IdentityDecoder(dimension, 1))
                .reward(Reward.of(Term.quadratic(-1, goal)))
                .settings(settings)
                .build();
    }
}
