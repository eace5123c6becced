package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.support.DeviceUnderTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * With a linear reward and many individuals the mean moves by lambda deviations a generation and the variance is
 * multiplied by {@code 1 + a lambda - lambda^2}, where {@code a} is the normal quantile of 1 - rho and {@code lambda =
 * phi(a) / rho}: mean and variance of a normal number above a.
 */
class CrossEntropyLawTest {

    private static final int SEARCHES = 8;
    private static final int POPULATION = 20_000;
    private static final int GENERATIONS = 5;
    private static final long SEED = 12_345;

    @ParameterizedTest
    @CsvSource({
        "FULL, .05, 2.062713, .138077",
        "FULL, .10, 1.754983, .169135",
        "FULL, .20, 1.399810, .218643",
        "FULL, .50, .797885, .363380",
        "DIAGONAL, .05, 2.062713, .138077",
        "DIAGONAL, .10, 1.754983, .169135",
        "DIAGONAL, .20, 1.399810, .218643",
        "DIAGONAL, .50, .797885, .363380"
    })
    void shouldMoveAndShrinkAsTheLawSays(String kind, double rho, double lambda, double factor) {
        Reward reward = Reward.of(Term.linear(1, 1));
        SearchSettings settings = SearchSettings.builder()
                .population(POPULATION)
                .eliteFraction(rho)
                .proposal(kind.equals("FULL") ? new ProposalSettings.Full(0) : new ProposalSettings.Diagonal(0, 0))
                .fidelity(FidelitySchedule.constant(1, GENERATIONS))
                .seed(SEED)
                .build();
        List<SearchInstance> instances = new ArrayList<>();
        for (int b = 0; b < SEARCHES; b++) {
            instances.add(SearchInstance.of(b, settings, reward));
        }
        double[] mean = new double[SEARCHES];
        double[] deviation = new double[SEARCHES];
        Arrays.fill(deviation, 1);
        double shifts = 0;
        double factors = 0;
        try (Device device = DeviceUnderTest.open();
                DiffusionElites search = DiffusionElites.on(device)
                        .decoder(new IdentityDecoder(1, 1))
                        .reward(reward)
                        .settings(settings)
                        .instances(instances)
                        .build()) {
            while (!search.done()) {
                for (SearchReport report : search.step().searches()) {
                    int b = report.id();
                    // The reward is the latent, so that the elites' mean is the new mean.
                    shifts += (report.eliteMean() - mean[b]) / deviation[b];
                    factors += Math.pow(report.spread() / deviation[b], 2);
                    mean[b] = report.eliteMean();
                    deviation[b] = report.spread();
                    double prior = (deviation[b] * deviation[b] + mean[b] * mean[b] - 1) / 2 - Math.log(deviation[b]);
                    assertThat(report.klPrior()).isCloseTo(prior, within(1e-3 + 1e-4 * prior));
                }
            }
        }
        int generations = SEARCHES * GENERATIONS;
        double k = rho * POPULATION;
        // Of one generation the elites' mean has the variance (factor + (lambda - a)^2 (1 - rho)) / K, a the threshold.
        double a = (factor - 1 + lambda * lambda) / lambda;
        double error = Math.sqrt((factor + Math.pow(lambda - a, 2) * (1 - rho)) / k / generations);
        assertThat(shifts / generations).as("seed %d", SEED).isCloseTo(lambda, within(5 * error));
        // The variance of a tail has a relative error of about 3 / sqrt(K), as tails are nearly exponential.
        assertThat(factors / generations)
                .as("seed %d", SEED)
                .isCloseTo(factor * (1 - 1 / k), within(5 * 3 * factor / Math.sqrt(k * generations)));
    }
}
