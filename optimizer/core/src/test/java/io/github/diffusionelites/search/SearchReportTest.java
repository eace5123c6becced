package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.support.DeviceUnderTest;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Figures of a generation against the population that they are of. */
class SearchReportTest {

    private static final int POPULATION = 60;
    private static final int DIMENSION = 6;

    @Test
    void shouldTellDeviationOfRewardsAndNormOfLatentsOfTheActiveIndividuals() {
        Reward reward = Reward.function((x, c, l) -> x[0] > 1 ? Double.NaN : 3 * x[0] + x[5]);
        SearchSettings settings = SearchSettings.builder()
                .population(POPULATION)
                .elites(12)
                .seed(5)
                .fidelity(FidelitySchedule.constant(1, 3))
                .build();
        List<SearchInstance> two = List.of(
                SearchInstance.of(0, settings, reward),
                SearchInstance.of(1, settings, reward).withActive(41, 5));
        try (Device device = DeviceUnderTest.open();
                DiffusionElites search = DiffusionElites.on(device)
                        .decoder(new IdentityDecoder(2, 3))
                        .reward(reward)
                        .settings(settings)
                        .instances(two)
                        .build()) {
            while (!search.done()) {
                List<SearchReport> reports = search.step().searches();
                for (int b = 0; b < 2; b++) {
                    int active = two.get(b).active();
                    float[] rewards = search.population().rewards(b);
                    double[] numbers = IntStream.range(0, active)
                            .mapToDouble(i -> rewards[i])
                            .filter(r -> !Double.isNaN(r))
                            .toArray();
                    assertThat(numbers.length).isBetween(1, active);
                    double mean = DoubleStream.of(numbers).average().orElseThrow();
                    double variance = DoubleStream.of(numbers)
                            .map(r -> (r - mean) * (r - mean))
                            .average()
                            .orElseThrow();
                    float[] latents = search.population().latents(b);
                    double norm = IntStream.range(0, active)
                            .mapToDouble(i -> norm(latents, i))
                            .average()
                            .orElseThrow();

                    assertThat(reports.get(b).mean()).isCloseTo(mean, within(1e-5));
                    assertThat(reports.get(b).deviation()).isCloseTo(Math.sqrt(variance), within(1e-5));
                    assertThat(reports.get(b).latentNorm()).isCloseTo(norm, within(1e-5));
                }
            }
        }
    }

    private static double norm(float[] latents, int individual) {
        double sum = 0;
        for (int i = 0; i < DIMENSION; i++) {
            double element = latents[individual * DIMENSION + i];
            sum += element * element;
        }
        return Math.sqrt(sum);
    }
}
