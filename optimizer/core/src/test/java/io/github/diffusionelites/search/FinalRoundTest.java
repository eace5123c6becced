package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.model.DiffusionDecoder;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.sampler.DdimSettings;
import io.github.diffusionelites.sampler.NoiseSchedule;
import io.github.diffusionelites.support.DeviceTestCase;
import io.github.diffusionelites.support.LinearDenoiser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinalRoundTest extends DeviceTestCase {

    private static final NoiseSchedule SCHEDULE = NoiseSchedule.cosine(1000);
    private static final Reward.BuiltIn REWARD = Reward.of(Term.linear(1, 1, 0.5, -1, 2));
    /** The place of no search. */
    private static final int NOBODY = -1;

    /** At one fidelity a finalist must be what it was in the loop, bit for bit, fresh noise included. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.7, 1})
    void shouldDecodeFinalistsWithTheNoiseOfTheLoop(double eta) {
        SearchSettings settings = SearchSettings.builder()
                .population(40)
                .elites(8)
                .seed(3)
                .finalists(4)
                .fidelity(FidelitySchedule.constant(5, 6))
                .build();
        List<float[]> latents = new ArrayList<>();
        List<float[]> samples = new ArrayList<>();
        List<float[]> rewards = new ArrayList<>();
        try (DiffusionElites search = search(decoder(eta), REWARD, settings)) {
            int[][] elites = new int[1][];
            SearchResult result = search.run(report -> {
                latents.add(search.population().latents(0));
                samples.add(search.population().samples(0));
                rewards.add(search.population().rewards(0));
                elites[0] = search.population().elites(0);
            });
            Outcome outcome = result.outcomes().getFirst();
            assertThat(outcome.elites())
                    .extracting(Candidate::individual)
                    .containsExactly(Arrays.stream(elites[0]).boxed().toArray(Integer[]::new));
            assertThat(outcome.finalists()).hasSizeBetween(8, 12);
            assertThat(outcome.finalists())
                    .anySatisfy(finalist -> assertThat(finalist.generation()).isLessThan(5));
            for (Candidate finalist : outcome.finalists()) {
                int g = finalist.generation();
                int first = finalist.individual() * 4;
                assertThat(finalist.latent()).isEqualTo(Arrays.copyOfRange(latents.get(g), first, first + 4));
                assertThat(finalist.sample()).isEqualTo(Arrays.copyOfRange(samples.get(g), first, first + 4));
                assertThat(finalist.reward()).isEqualTo(rewards.get(g)[finalist.individual()]);
            }
            assertThat(outcome.innerWinner().orElseThrow().reward())
                    .isEqualTo(outcome.finalists().stream()
                            .mapToDouble(Candidate::reward)
                            .max()
                            .orElseThrow());
        }
    }

    @Test
    void shouldRankBestFirstAndNobodyTwice() {
        for (Sense sense : Sense.values()) {
            SearchSettings settings = SearchSettings.builder()
                    .population(40)
                    .elites(8)
                    .seed(4)
                    .sense(sense)
                    .finalists(100)
                    .fidelity(FidelitySchedule.of(new Stage(2, 3), new Stage(7, 3)))
                    .build();
            try (DiffusionElites search = search(decoder(0), REWARD, settings)) {
                Outcome outcome = search.run(report -> {}).outcomes().getFirst();
                Comparator<Double> order =
                        sense == Sense.MAXIMIZE ? Comparator.reverseOrder() : Comparator.naturalOrder();
                assertThat(outcome.finalists()).extracting(Candidate::reward).isSortedAccordingTo(order);
                assertThat(outcome.best()).isSameAs(outcome.finalists().getFirst());
                Set<List<Integer>> places = outcome.finalists().stream()
                        .map(finalist -> List.of(finalist.generation(), finalist.individual()))
                        .collect(Collectors.toSet());
                // 8 elites and the best of 6 generations, the last of which is an elite.
                assertThat(places).hasSize(13).hasSameSizeAs(outcome.finalists());
                assertThat(outcome.innerBest().steps())
                        .isEqualTo(outcome.innerBest().generation() < 3 ? 2 : 7);
            }
        }
    }

    @Test
    void shouldTakeTheBestOfTheGenerationsOnly() {
        SearchSettings settings = SearchSettings.builder()
                .population(40)
                .elites(1)
                .seed(4)
                .finalists(2)
                .fidelity(FidelitySchedule.constant(3, 8))
                .build();
        List<Double> bests = new ArrayList<>();
        try (DiffusionElites search = search(decoder(0), REWARD, settings)) {
            Outcome outcome = search.run(
                            report -> bests.add(report.searches().getFirst().best()))
                    .outcomes()
                    .getFirst();
            List<Double> top =
                    bests.stream().sorted(Comparator.reverseOrder()).limit(2).toList();
            assertThat(outcome.finalists()).extracting(Candidate::reward).containsAll(top);
            assertThat(outcome.elites()).hasSize(1);
        }
        SearchSettings none = SearchSettings.builder()
                .population(40)
                .elites(3)
                .seed(4)
                .finalists(0)
                .fidelity(FidelitySchedule.constant(3, 4))
                .build();
        try (DiffusionElites search = search(decoder(0), REWARD, none)) {
            Outcome outcome = search.run(report -> {}).outcomes().getFirst();
            assertThat(outcome.finalists()).hasSize(3).hasSameElementsAs(outcome.elites());
        }
    }

    /** A coarse decoder that sees rewards where the fine one sees none. */
    @Test
    void shouldRankAtFinalFidelityAndLeaveTheBestInTheLoopApart() {
        LinearDenoiser network = LinearDenoiser.gaussian(1, 4, SCHEDULE, 0.3, 0.25);
        Decoder decoder = new DiffusionDecoder(network, SCHEDULE, DdimSettings.standard(0), List.of(0.0), List.of(1.0));
        SearchSettings settings = SearchSettings.builder()
                .population(50)
                .elites(5)
                .seed(8)
                .fidelity(FidelitySchedule.of(new Stage(1, 4), new Stage(50, 1)))
                .build();
        try (DiffusionElites search = search(decoder, REWARD, settings)) {
            Outcome outcome = search.run(report -> {}).outcomes().getFirst();
            assertThat(outcome.innerBest().steps()).isEqualTo(50);
            for (Candidate finalist : outcome.finalists()) {
                double expected = 0;
                double[] slope = {1, 0.5, -1, 2};
                for (int i = 0; i < 4; i++) {
                    expected += slope[i] * finalist.sample()[i];
                }
                assertThat(finalist.reward()).isCloseTo(expected, within(1e-5));
            }
        }
    }

    @Test
    void shouldTellAJavaRewardTheTruePlaces() {
        List<List<Integer>> seen = Collections.synchronizedList(new ArrayList<>());
        SearchResult result =
                placesToldInTheFinalRound(settings(30, 4, 3), PlanOptions.AUTO, List.of(4, 7), NOBODY, seen);

        assertThat(result.outcomes().get(1).elites()).hasSize(7);
    }

    /** Rewards of the first search are numbers, those of the second are not, so that it has nobody to decode again. */
    @Test
    void shouldShowAJavaRewardNothingButFinalists() {
        List<List<Integer>> seen = Collections.synchronizedList(new ArrayList<>());
        SearchResult result =
                placesToldInTheFinalRound(settings(60, 40, 2), new PlanOptions(16, 1), List.of(40, 40, 3), 1, seen);

        assertThat(result.outcomes().get(1).finalists()).isEmpty();
        assertThat(result.outcomes().get(2).finalists()).hasSizeBetween(3, 4);
        assertThat(seen).hasSizeBetween(43, 45);
        assertThat(result.hostRewards().evaluated()).isEqualTo(2 * 3 * 60 + seen.size());
        assertThat(result.hostRewards().nans()).isEqualTo(2 * 60);
        assertThat(result.hostRewards().failed()).isZero();
    }

    private static SearchSettings settings(int population, int elites, int generations) {
        return SearchSettings.builder()
                .population(population)
                .elites(elites)
                .seed(6)
                .fidelity(FidelitySchedule.constant(1, generations))
                .build();
    }

    /**
     * Runs searches whose reward is the first coordinate of a sample, and checks that the final round shows the reward
     * the finalists, each once and at its place, and nobody else.
     *
     * @param elites of each search
     * @param rewardless search whose rewards are NaN
     * @param seen takes search and individual of what the final round shows
     */
    private static SearchResult placesToldInTheFinalRound(
            SearchSettings settings,
            PlanOptions options,
            List<Integer> elites,
            int rewardless,
            List<List<Integer>> seen) {
        boolean[] recording = {false};
        Reward reward = Reward.host(batch -> {
            float[] sample = new float[batch.width()];
            for (int i = 0; i < batch.size(); i++) {
                batch.sample(i, sample);
                batch.reward(i, batch.search(i) == rewardless ? Float.NaN : sample[0]);
                if (recording[0]) {
                    seen.add(place(batch, i));
                    assertThat(sample).doesNotContain(0);
                }
            }
            assertThatThrownBy(() -> batch.reward(batch.size(), 1)).isInstanceOf(IndexOutOfBoundsException.class);
        });
        try (DiffusionElites search = DiffusionElites.on(device)
                .decoder(new IdentityDecoder(2, 2))
                .reward(reward)
                .settings(settings)
                .instances(IntStream.range(0, elites.size())
                        .mapToObj(b -> SearchInstance.of(b, settings, reward).withElites(elites.get(b)))
                        .toList())
                .planOptions(options)
                .build()) {
            while (!search.done()) {
                search.step();
            }
            recording[0] = true;
            SearchResult result = search.result();
            List<List<Integer>> expected = new ArrayList<>();
            for (int b = 0; b < elites.size(); b++) {
                for (Candidate finalist : result.outcomes().get(b).finalists()) {
                    expected.add(List.of(b, finalist.individual()));
                    assertThat(finalist.reward()).isEqualTo(finalist.sample()[0]);
                }
            }
            assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
            return result;
        }
    }

    private static List<Integer> place(HostBatch batch, int i) {
        return List.of(batch.search(i), batch.individual(i));
    }

    private static Decoder decoder(double eta) {
        return new DiffusionDecoder(
                LinearDenoiser.gaussian(2, 2, SCHEDULE, 0.1, 0.6),
                SCHEDULE,
                DdimSettings.standard(eta),
                List.of(0.0, 1.0),
                List.of(1.0, 2.0));
    }

    private static DiffusionElites search(Decoder decoder, Reward reward, SearchSettings settings) {
        return DiffusionElites.on(device)
                .decoder(decoder)
                .reward(reward)
                .settings(settings)
                .build();
    }
}
