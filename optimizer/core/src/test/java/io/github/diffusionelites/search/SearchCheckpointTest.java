package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.model.DiffusionDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.sampler.DdimSettings;
import io.github.diffusionelites.sampler.NoiseSchedule;
import io.github.diffusionelites.support.Bits;
import io.github.diffusionelites.support.DeviceTestCase;
import io.github.diffusionelites.support.LinearDenoiser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A search that goes on from a checkpoint does what it would have done without the interruption, bit for bit. */
class SearchCheckpointTest extends DeviceTestCase {

    private static final NoiseSchedule SCHEDULE = NoiseSchedule.cosine(1000);
    private static final Reward.BuiltIn GOAL = Reward.of(Term.goalDistance(1, 0.5, -0.25));
    private static final Reward HOST = Reward.function((x, c, l) -> Math.hypot(x[l - 1] - 0.5, x[2 * l - 1] + 0.25));
    private static final FidelitySchedule FIDELITY = FidelitySchedule.of(new Stage(2, 2), new Stage(3, 2));

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void shouldGoOnFromEveryGenerationAsIfNothingHadHappened(boolean full, boolean host) {
        SearchSettings settings = settings(full, FIDELITY);
        Reward reward = host ? HOST : GOAL;
        List<GenerationReport> whole = new ArrayList<>();
        List<SearchCheckpoint> checkpoints = new ArrayList<>();
        SearchResult expected;
        try (DiffusionElites search = search(settings, reward, PlanOptions.AUTO)) {
            checkpoints.add(search.checkpoint());
            expected = search.run(report -> {
                whole.add(report);
                checkpoints.add(search.checkpoint());
            });
        }
        long perGeneration = host ? 80 : 0;
        assertThat(checkpoints)
                .extracting(checkpoint -> checkpoint.hostRewards().evaluated())
                .containsExactly(0L, perGeneration, 2 * perGeneration, 3 * perGeneration, 4 * perGeneration);
        for (int t = 0; t <= FIDELITY.generations(); t++) {
            List<GenerationReport> rest = new ArrayList<>();
            try (DiffusionElites search = search(settings, reward, new PlanOptions(7, 1))) {
                search.resume(checkpoints.get(t));
                assertThat(search.generation()).isEqualTo(t);
                assertThat(search.checkpoint())
                        .usingRecursiveComparison(Bits.EXACT)
                        .isEqualTo(checkpoints.get(t));
                assertThat(search.run(rest::add))
                        .usingRecursiveComparison(Bits.EXACT)
                        .isEqualTo(expected);
                assertThat(search.checkpoint())
                        .usingRecursiveComparison(Bits.EXACT)
                        .isEqualTo(checkpoints.getLast());
            }
            assertThat(rest)
                    .usingRecursiveComparison(Bits.EXACT)
                    .ignoringFields("times")
                    .isEqualTo(whole.subList(t, whole.size()));
        }
    }

    @Test
    void shouldGiveTheResultOfAnInterruptedSearch() {
        SearchSettings settings = settings(true, FIDELITY);
        SearchCheckpoint two;
        SearchResult soFar;
        try (DiffusionElites search = search(settings, GOAL, PlanOptions.AUTO)) {
            search.step();
            search.step();
            search.cancel();
            two = search.checkpoint();
            soFar = search.result();
        }
        try (DiffusionElites search = search(settings, GOAL, PlanOptions.AUTO)) {
            search.resume(two);
            assertThat(search.result()).usingRecursiveComparison(Bits.EXACT).isEqualTo(soFar);
            assertThatThrownBy(search::population).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldGoOnWithMoreGenerationsThanThereWere() {
        SearchCheckpoint end;
        try (DiffusionElites search = search(settings(true, FIDELITY), GOAL, PlanOptions.AUTO)) {
            search.run(report -> {});
            end = search.checkpoint();
        }
        SearchSettings longer = settings(true, FidelitySchedule.of(new Stage(2, 2), new Stage(3, 2), new Stage(4, 3)));
        SearchResult expected;
        try (DiffusionElites search = search(longer, GOAL, PlanOptions.AUTO)) {
            expected = search.run(report -> {});
        }
        try (DiffusionElites search = search(longer, GOAL, PlanOptions.AUTO)) {
            search.resume(end);
            assertThat(search.run(report -> {}))
                    .usingRecursiveComparison(Bits.EXACT)
                    .isEqualTo(expected);
        }
    }

    @Test
    void shouldForgetWhatItDidBefore() {
        SearchSettings settings = settings(false, FIDELITY);
        SearchCheckpoint start;
        SearchResult expected;
        try (DiffusionElites search = search(settings, GOAL, PlanOptions.AUTO)) {
            start = search.checkpoint();
            expected = search.run(report -> {});
            Population former = search.population();
            search.resume(start);
            assertThat(search.checkpoint()).usingRecursiveComparison(Bits.EXACT).isEqualTo(start);
            assertThat(search.run(report -> {}))
                    .usingRecursiveComparison(Bits.EXACT)
                    .isEqualTo(expected);
            assertThat(search.population().generation()).isEqualTo(former.generation());
            assertThatIllegalStateException()
                    .isThrownBy(() -> former.rewards(0))
                    .withMessageContaining("gone");
        }
    }

    @Test
    void shouldRefuseCheckpointsOfOtherSearches() {
        SearchCheckpoint three;
        try (DiffusionElites search = search(settings(true, FIDELITY), GOAL, PlanOptions.AUTO)) {
            search.step();
            search.step();
            search.step();
            three = search.checkpoint();
        }
        InstanceCheckpoint first = three.searches().getFirst();
        assertRefused(with(three, three.seed() + 1, three.population(), three.searches()), "seed");
        assertRefused(with(three, three.seed(), 5, three.searches()), "population 5");
        assertRefused(with(three, three.seed(), three.population(), List.of(first)), "number of searches 1");
        assertRefused(with(three, three.seed(), three.population(), List.of(first, first)), "id of search 1");
        assertRefused(first(three, Sense.MAXIMIZE, first.proposal(), first.elites()), "sense");
        assertRefused(
                first(
                        three,
                        first.sense(),
                        new ProposalCheckpoint.Diagonal(new float[4], new float[4]),
                        first.elites()),
                "kind");
        float[] wrong = first.proposal().mean().clone();
        wrong[2] = Float.NaN;
        ProposalCheckpoint.Full full = (ProposalCheckpoint.Full) first.proposal();
        assertRefused(
                first(
                        three,
                        first.sense(),
                        new ProposalCheckpoint.Full(wrong, full.covariance(), full.factor()),
                        first.elites()),
                "NaN");
        assertRefused(
                first(
                        three,
                        first.sense(),
                        new ProposalCheckpoint.Full(full.mean(), full.covariance(), new float[3]),
                        first.elites()),
                "3 numbers as factor");
        int[] elites = first.elites().clone();
        elites[0] = 1 << 20;
        assertRefused(first(three, first.sense(), first.proposal(), elites), "place 1048576");
        try (DiffusionElites search = search(settings(true, FidelitySchedule.constant(2, 2)), GOAL, PlanOptions.AUTO)) {
            assertThatThrownBy(() -> search.resume(three)).hasMessageContaining("has 3 generations");
            assertThat(search.generation()).isZero();
        }
    }

    @Test
    void shouldRefuseNegativeCounts() {
        try (DiffusionElites search = search(settings(true, FIDELITY), GOAL, PlanOptions.AUTO)) {
            SearchCheckpoint start = search.checkpoint();
            for (HostRewardReport report : List.of(
                    new HostRewardReport(-1, 0, 0, 0, 0, 0, null), new HostRewardReport(0, 0, 0, 0, 0, -1, null))) {
                assertThatThrownBy(() -> new SearchCheckpoint(
                                start.seed(),
                                start.population(),
                                start.dimension(),
                                start.generation(),
                                start.evaluations(),
                                report,
                                start.searches()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("-1");
            }
        }
    }

    private static void assertRefused(SearchCheckpoint checkpoint, String part) {
        try (DiffusionElites search = search(settings(true, FIDELITY), GOAL, PlanOptions.AUTO)) {
            SearchCheckpoint former = search.checkpoint();
            assertThatThrownBy(() -> search.resume(checkpoint))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(part);
            assertThat(search.checkpoint()).usingRecursiveComparison(Bits.EXACT).isEqualTo(former);
        }
    }

    private static SearchCheckpoint with(
            SearchCheckpoint other, long seed, int population, List<InstanceCheckpoint> searches) {
        return new SearchCheckpoint(
                seed,
                population,
                other.dimension(),
                other.generation(),
                other.evaluations(),
                other.hostRewards(),
                searches);
    }

    private static SearchCheckpoint first(
            SearchCheckpoint other, Sense sense, ProposalCheckpoint proposal, int[] elites) {
        InstanceCheckpoint first = other.searches().getFirst();
        return with(
                other,
                other.seed(),
                other.population(),
                List.of(
                        new InstanceCheckpoint(
                                first.id(), sense, proposal, first.champions(), elites, first.eliteLatents()),
                        other.searches().get(1)));
    }

    private static SearchSettings settings(boolean full, FidelitySchedule fidelity) {
        return SearchSettings.builder()
                .population(40)
                .elites(10)
                .sense(Sense.MINIMIZE)
                .seed(-7)
                .finalists(2)
                .proposal(full ? new ProposalSettings.Full(1e-2) : new ProposalSettings.Diagonal())
                .fidelity(fidelity)
                .build();
    }

    /** Two searches that differ, one of them with the rule that admits ties. */
    private static DiffusionElites search(SearchSettings settings, Reward reward, PlanOptions options) {
        Decoder decoder = new DiffusionDecoder(
                LinearDenoiser.gaussian(2, 2, SCHEDULE, 0, 0.5),
                SCHEDULE,
                DdimSettings.standard(0.5),
                List.of(0.1, 0.2),
                List.of(1.0, 0.5));
        return DiffusionElites.on(device)
                .decoder(decoder)
                .reward(reward)
                .settings(settings)
                .instances(List.of(
                        SearchInstance.of(3, settings, reward),
                        SearchInstance.of(9, settings, reward).withActive(33, 7).withRule(SelectionRule.THRESHOLD)))
                .planOptions(options)
                .build();
    }
}
