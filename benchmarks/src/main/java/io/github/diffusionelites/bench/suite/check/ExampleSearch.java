package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.model.DiffusionModel;
import io.github.diffusionelites.model.ShellDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.search.DiffusionElites;
import io.github.diffusionelites.search.FidelitySchedule;
import io.github.diffusionelites.search.ProposalSettings;
import io.github.diffusionelites.search.SearchSettings;
import io.github.diffusionelites.search.Sense;

/** The search of the example job with the example's network, of any size. */
final class ExampleSearch {

    private final Decoder decoder;
    private final SearchSettings settings;

    /**
     * Describes a search.
     *
     * @param population individuals, a quarter of which are elites
     * @param steps of the sampler, in each generation
     */
    ExampleSearch(CheckSettings checks, int population, int steps, int generations) {
        decoder = new ShellDecoder(
                DiffusionModel.load(checks.examples().resolve("unicycle")).decoder(0));
        settings = SearchSettings.builder()
                .population(population)
                .elites(population / 4)
                .sense(Sense.MINIMIZE)
                .proposal(new ProposalSettings.Full(1e-3))
                .fidelity(FidelitySchedule.constant(steps, generations))
                .seed(checks.seed())
                .build();
    }

    SearchSettings settings() {
        return settings;
    }

    DiffusionElites on(Device device, PlanOptions options) {
        return DiffusionElites.on(device)
                .decoder(decoder)
                .reward(Reward.of(Term.goalDistance(1, 0.4, 0.2)))
                .settings(settings)
                .planOptions(options)
                .build();
    }
}
