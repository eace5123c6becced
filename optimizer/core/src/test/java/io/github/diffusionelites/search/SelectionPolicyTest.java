package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.RefitOutcome;
import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.SampleReward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.support.DeviceTestCase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search does with rewards that are missing, equal, or tied. */
class SelectionPolicyTest extends DeviceTestCase {

    private static final int POPULATION = 64;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepTheProposalWhereEveryRewardIsNan(boolean full) {
        try (DiffusionElites search = search((x, c, l) -> Double.NaN, full, SelectionRule.EXACT, 2)) {
            SearchReport report = search.step().searches().getFirst();
            assertThat(report.outcome()).isEqualTo(RefitOutcome.KEPT_NO_ELITES);
            assertThat(report.nans()).isEqualTo(POPULATION);
            assertThat(report.elites()).isZero();
            assertThat(report.best()).isNaN();
            assertThat(report.threshold()).isNaN();
            assertThat(report.spread()).isCloseTo(1, within(1e-6));
            assertThat(report.klStep()).isZero();
            SearchResult result = search.run(ignored -> {});
            Outcome outcome = result.outcomes().getFirst();
            assertThat(outcome.winner()).isEmpty();
            assertThat(outcome.innerWinner()).isEmpty();
            assertThat(outcome.elites()).isEmpty();
            assertThat(outcome.finalists()).isEmpty();
            assertThat(result.interrupted()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepTheProposalWhereAllRewardsAreEqual(boolean full) {
        try (DiffusionElites search = search((x, c, l) -> 2.5, full, SelectionRule.EXACT, 2)) {
            SearchReport report = search.step().searches().getFirst();
            assertThat(report.outcome()).isEqualTo(RefitOutcome.KEPT_EQUAL_REWARDS);
            assertThat(report.klStep()).isZero();
            assertThat(report.spread()).isCloseTo(1, within(1e-6));
            assertThat(report.mean()).isEqualTo(2.5);
            Candidate best =
                    search.run(ignored -> {}).outcomes().getFirst().winner().orElseThrow();
            assertThat(best.reward()).isEqualTo(2.5);
            assertThat(best.individual()).isZero();
        }
    }

    @Test
    void shouldShrinkTheElitesWhereFewRewardsAreNumbers() {
        SampleReward few = (x, c, l) -> x[0] > 1.2 ? x[0] : Double.NaN;
        try (DiffusionElites search = search(few, true, SelectionRule.EXACT, 1)) {
            SearchReport report = search.step().searches().getFirst();
            Population population = search.population();
            float[] latents = population.latents(0);
            int[] expected = IntStream.range(0, POPULATION)
                    .filter(i -> latents[2 * i] > 1.2)
                    .toArray();
            assertThat(expected.length).as("numbers among the rewards").isBetween(1, 15);
            assertThat(population.elites(0)).containsExactly(expected);
            assertThat(report.elites()).isEqualTo(expected.length);
            assertThat(report.nans()).isEqualTo(POPULATION - expected.length);
            assertThat(report.outcome()).isEqualTo(RefitOutcome.REFITTED);
            Outcome outcome = search.result().outcomes().getFirst();
            assertThat(outcome.elites()).hasSize(expected.length);
            assertThat(outcome.finalists())
                    .allSatisfy(candidate -> assertThat(candidate.reward()).isNotNaN());
        }
    }

    @Test
    void shouldRankInfinitiesAboveNanInBothSenses() {
        SampleReward mixed = (x, c, l) -> x[0] > 0.5 ? Double.POSITIVE_INFINITY : x[0] < 0 ? Double.NaN : -1;
        try (DiffusionElites search = search(mixed, false, SelectionRule.EXACT, 1)) {
            search.step();
            float[] rewards = search.population().rewards(0);
            int[] best = IntStream.range(0, POPULATION)
                    .filter(i -> rewards[i] == Float.POSITIVE_INFINITY)
                    .limit(16)
                    .toArray();
            assertThat(best.length).isGreaterThan(8);
            assertThat(search.population().elites(0)).contains(best);
            assertThat(IntStream.of(search.population().elites(0)))
                    .allSatisfy(i -> assertThat(rewards[i]).isNotNaN());
        }
    }

    @Test
    void shouldTakeAllTiesByTheThresholdRuleAndTheLowestIndicesByTheExactOne() {
        SampleReward steps = (x, c, l) -> Math.floor(x[0]);
        List<SearchInstance> both = new ArrayList<>();
        SearchSettings settings = settings(true, SelectionRule.EXACT, 1);
        Reward reward = Reward.function(steps);
        both.add(SearchInstance.of(3, settings, reward));
        both.add(SearchInstance.of(3, settings, reward).withRule(SelectionRule.THRESHOLD));
        try (DiffusionElites search = DiffusionElites.on(device)
                .decoder(new IdentityDecoder(2, 1))
                .reward(reward)
                .settings(settings)
                .instances(both)
                .build()) {
            List<SearchReport> reports = search.step().searches();
            float[] rewards = search.population().rewards(0);
            assertThat(search.population().rewards(1)).isEqualTo(rewards);
            float threshold = (float) reports.get(1).threshold();
            int[] all = IntStream.range(0, POPULATION)
                    .filter(i -> rewards[i] >= threshold)
                    .toArray();
            assertThat(all.length).isGreaterThan(16);
            assertThat(search.population().elites(1)).containsExactly(all);
            int[] exact = search.population().elites(0);
            assertThat(exact).hasSize(16).isSorted();
            int better = (int) IntStream.range(0, POPULATION)
                    .filter(i -> rewards[i] > threshold)
                    .count();
            int[] ties = IntStream.range(0, POPULATION)
                    .filter(i -> rewards[i] == threshold)
                    .limit(16 - better)
                    .toArray();
            assertThat(exact).contains(ties);
            assertThat(reports.get(0).threshold()).isEqualTo(threshold);
            Outcome outcome = search.result().outcomes().get(1);
            assertThat(outcome.elites())
                    .extracting(Candidate::individual)
                    .containsExactly(IntStream.of(all).boxed().toArray(Integer[]::new));
        }
    }

    @Test
    void shouldLeaveInactiveIndividualsOut() {
        SearchSettings settings = settings(true, SelectionRule.EXACT, 3);
        Reward reward = Reward.of(Term.linear(1, 1, 1));
        SearchInstance half = SearchInstance.of(1, settings, reward).withActive(32, 8);
        try (DiffusionElites search = DiffusionElites.on(device)
                .decoder(new IdentityDecoder(2, 1))
                .reward(reward)
                .settings(settings)
                .instances(List.of(half))
                .build()) {
            GenerationReport report = search.step();
            assertThat(report.evaluations()).isEqualTo(32);
            assertThat(IntStream.of(search.population().elites(0)))
                    .hasSize(8)
                    .allSatisfy(i -> assertThat(i).isLessThan(32));
            SearchResult result = search.run(ignored -> {});
            assertThat(result.outcomes().getFirst().finalists())
                    .allSatisfy(candidate -> assertThat(candidate.individual()).isLessThan(32));
        }
    }

    private static SearchSettings settings(boolean full, SelectionRule rule, int generations) {
        return SearchSettings.builder()
                .population(POPULATION)
                .elites(16)
                .rule(rule)
                .seed(5)
                .proposal(full ? new ProposalSettings.Full() : new ProposalSettings.Diagonal())
                .fidelity(FidelitySchedule.constant(1, generations))
                .build();
    }

    private static DiffusionElites search(SampleReward reward, boolean full, SelectionRule rule, int generations) {
        return DiffusionElites.on(device)
                .decoder(new IdentityDecoder(2, 1))
                .reward(Reward.function(reward))
                .settings(settings(full, rule, generations))
                .build();
    }
}
