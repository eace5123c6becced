package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchSettingsTest {

    @Test
    void shouldStartFromTheDefaultsOfTheArticle() {
        SearchSettings settings = SearchSettings.builder().build();
        assertThat(settings.elites()).isEqualTo(25);
        assertThat(settings.fidelity()).isEqualTo(FidelitySchedule.constant(60, 10));
        assertThat(settings.proposal()).isEqualTo(new ProposalSettings.Full(1e-3));
        assertThat(settings.rule()).isEqualTo(SelectionRule.EXACT);
        assertThat(settings.finalists()).isEqualTo(32);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 256, 25", "0.1, 9, 1", "0.001, 100, 1", "1, 7, 7", "0.5, 1, 1", "0.29, 100, 28"})
    void shouldRoundTheEliteFractionDownButNotToZero(double fraction, int population, int elites) {
        // 0.29 * 100 is 28.999999999999996 in double precision: the formula is taken at its word.
        assertThat(SearchSettings.elitesOf(fraction, population)).isEqualTo(elites);
    }

    @Test
    void shouldNameValueAndRangeOfWhatItRefuses() {
        refused(() -> SearchSettings.builder().population(0).elites(1).build(), "population", "0");
        refused(() -> SearchSettings.builder().population(10).elites(11).build(), "[1, 10]", "11");
        refused(() -> SearchSettings.builder().elites(0).build(), "[1, 256]", "0");
        refused(() -> SearchSettings.builder().eliteFraction(0).build(), "(0, 1]", "0.0");
        refused(() -> SearchSettings.builder().eliteFraction(1.5).build(), "(0, 1]", "1.5");
        refused(() -> SearchSettings.builder().eliteFraction(Double.NaN).build(), "(0, 1]", "NaN");
        refused(() -> SearchSettings.builder().finalists(-1).build(), "finalists", "-1");
        refused(() -> new ProposalSettings.Full(Double.NaN), "jitter", "NaN");
        refused(() -> new ProposalSettings.Full(-1e-3), "jitter", "-0.001");
        refused(() -> new ProposalSettings.Full(1e300), "jitter", "1.0E300");
        refused(() -> new ProposalSettings.Diagonal(Double.POSITIVE_INFINITY, 0), "variance floor", "Infinity");
        refused(() -> new ProposalSettings.Diagonal(0, -1), "deviation floor", "-1.0");
        refused(() -> new Stage(0, 1), "denoising step", "0");
        refused(() -> new Stage(1, 0), "generations", "0");
        refused(() -> new Stage(1, 1 << 20), "1048575", "1048576");
        refused(() -> FidelitySchedule.of(), "1048575", "0 stages");
        refused(() -> FidelitySchedule.of(new Stage(1, 1 << 19), new Stage(2, 1 << 19)), "1048575", "1048576");
    }

    @Test
    void shouldTakeFidelityFromTheStageOfAGeneration() {
        FidelitySchedule schedule = FidelitySchedule.of(new Stage(10, 3), new Stage(20, 4), new Stage(60, 3));
        assertThat(schedule.generations()).isEqualTo(10);
        assertThat(List.of(0, 2, 3, 6, 7, 9).stream().map(schedule::stepsAt)).containsExactly(10, 10, 20, 20, 60, 60);
        assertThat(schedule.finalSteps()).isEqualTo(60);
        assertThatThrownBy(() -> schedule.stepsAt(10)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> schedule.stepsAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldDescribeASearchByItsSettings() {
        Reward reward = Reward.of(Term.pathLength(2));
        SearchSettings settings = SearchSettings.builder()
                .population(50)
                .elites(5)
                .sense(Sense.MINIMIZE)
                .rule(SelectionRule.THRESHOLD)
                .proposal(new ProposalSettings.Diagonal(0.25, 0.5))
                .build();
        SearchInstance instance = SearchInstance.of(7, settings, reward);
        assertThat(instance.active()).isEqualTo(50);
        assertThat(instance.elites()).isEqualTo(5);
        assertThat(instance.varianceFloor()).isEqualTo(0.25);
        assertThat(instance.deviationFloor()).isEqualTo(0.5);
        assertThat(instance.rewardParameters()).containsExactly(2);
        SearchInstance other = instance.withId(8)
                .withSense(Sense.MAXIMIZE)
                .withRule(SelectionRule.EXACT)
                .withJitter(0.125)
                .withFloors(1, 2)
                .withActive(40, 4)
                .withElites(3)
                .withReward(Reward.of(Term.pathLength(3)));
        assertThat(other.id()).isEqualTo(8);
        assertThat(other.sense()).isEqualTo(Sense.MAXIMIZE);
        assertThat(other.rule()).isEqualTo(SelectionRule.EXACT);
        assertThat(other.jitter()).isEqualTo(0.125);
        assertThat(other.varianceFloor()).isEqualTo(1);
        assertThat(other.deviationFloor()).isEqualTo(2);
        assertThat(other.active()).isEqualTo(40);
        assertThat(other.elites()).isEqualTo(3);
        assertThat(other.rewardParameters()).containsExactly(3);
        refused(() -> instance.withId(1 << 24), "[0, 16777216)", "16777216");
        refused(() -> instance.withId(-1), "[0, 16777216)", "-1");
        refused(() -> instance.withElites(51), "[1, 50]", "51");
        refused(() -> instance.withActive(0, 0), "at least 1 active", "0");
        refused(() -> instance.withJitter(Double.NaN), "jitter", "NaN");
        refused(() -> instance.withRewardParameters(Float.NaN), "finite", "NaN");
    }

    private static void refused(Runnable action, String... parts) {
        assertThatThrownBy(action::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void shouldCompareSearchesAndRewardsByTheirNumbers() {
        Reward reward = Reward.of(Term.pathLength(2), Term.linear(1, 3));
        assertThat(reward)
                .isEqualTo(Reward.of(Term.pathLength(2), Term.linear(1, 3)))
                .hasSameHashCodeAs(Reward.of(Term.pathLength(2), Term.linear(1, 3)))
                .isNotEqualTo(Reward.of(Term.pathLength(2), Term.linear(1, 4)))
                .isNotEqualTo(Reward.of(Term.linear(1, 3), Term.pathLength(2)));
        SearchSettings settings = SearchSettings.builder().population(50).build();
        SearchInstance search = SearchInstance.of(7, settings, reward);
        assertThat(search)
                .isEqualTo(SearchInstance.of(7, settings, reward))
                .hasSameHashCodeAs(SearchInstance.of(7, settings, reward));
        assertThat(List.of(
                        search.withId(8),
                        search.withActive(49, 5),
                        search.withElites(6),
                        search.withSense(Sense.MINIMIZE),
                        search.withRule(SelectionRule.THRESHOLD),
                        search.withJitter(0.5),
                        search.withFloors(0.25, search.deviationFloor()),
                        search.withFloors(search.varianceFloor(), 0.25),
                        search.withRewardParameters(1, 2, 3)))
                .doesNotContain(search)
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldRefuseCheckpointsWithHoles() {
        float[] numbers = new float[1];
        ProposalCheckpoint proposal = new ProposalCheckpoint.Diagonal(numbers, numbers);
        List<ThrowingCallable> holes = List.of(
                () -> new ProposalCheckpoint.Diagonal(null, numbers),
                () -> new ProposalCheckpoint.Diagonal(numbers, null),
                () -> new ProposalCheckpoint.Full(numbers, null, numbers),
                () -> new ProposalCheckpoint.Full(numbers, numbers, null),
                () -> new ChampionCheckpoint(0, 0, 1, null),
                () -> new InstanceCheckpoint(0, null, proposal, List.of(), new int[0], numbers),
                () -> new InstanceCheckpoint(0, Sense.MAXIMIZE, null, List.of(), new int[0], numbers),
                () -> new InstanceCheckpoint(0, Sense.MAXIMIZE, proposal, List.of(), null, numbers),
                () -> new InstanceCheckpoint(0, Sense.MAXIMIZE, proposal, List.of(), new int[0], null));
        for (ThrowingCallable hole : holes) {
            assertThatThrownBy(hole)
                    .isInstanceOf(NullPointerException.class)
                    .message()
                    .isIn(
                            "mean",
                            "deviation",
                            "covariance",
                            "factor",
                            "latent",
                            "sense",
                            "proposal",
                            "elites",
                            "eliteLatents");
        }
    }
}
