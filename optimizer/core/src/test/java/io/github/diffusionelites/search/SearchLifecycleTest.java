package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.model.DiffusionDecoder;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.sampler.DdimSettings;
import io.github.diffusionelites.sampler.NoiseSchedule;
import io.github.diffusionelites.support.Bits;
import io.github.diffusionelites.support.DeviceTestCase;
import io.github.diffusionelites.support.LinearDenoiser;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SearchLifecycleTest extends DeviceTestCase {

    private static final NoiseSchedule SCHEDULE = NoiseSchedule.cosine(1000);
    private static final Reward.BuiltIn REWARD = Reward.of(Term.linear(1, 1, 1));

    @Test
    void shouldCountGenerationsStepsAndEvaluations() {
        SearchSettings settings = SearchSettings.builder()
                .population(20)
                .elites(4)
                .finalists(0)
                .fidelity(FidelitySchedule.of(new Stage(3, 2), new Stage(1, 1), new Stage(4, 2)))
                .build();
        Decoder decoder = new DiffusionDecoder(
                LinearDenoiser.gaussian(1, 2, SCHEDULE, 0, 1),
                SCHEDULE,
                DdimSettings.standard(0),
                List.of(0.0),
                List.of(1.0));
        List<SearchInstance> two = List.of(
                SearchInstance.of(0, settings, REWARD),
                SearchInstance.of(1, settings, REWARD).withActive(10, 2));
        try (DiffusionElites search = DiffusionElites.on(device)
                .decoder(decoder)
                .reward(REWARD)
                .settings(settings)
                .instances(two)
                .build()) {
            List<GenerationReport> reports = new ArrayList<>();
            SearchResult result = search.run(reports::add);
            assertThat(reports).extracting(GenerationReport::generation).containsExactly(0, 1, 2, 3, 4);
            assertThat(reports).extracting(GenerationReport::steps).containsExactly(3, 3, 1, 4, 4);
            assertThat(reports).extracting(GenerationReport::evaluations).containsExactly(90L, 180L, 210L, 330L, 450L);
            assertThat(reports)
                    .allSatisfy(
                            report -> assertThat(report.times().individuals()).isPositive());
            assertThat(result.evaluations()).isEqualTo(450 + (4 + 2) * 4);
            assertThat(result.interrupted()).isFalse();
            assertThat(search.done()).isTrue();
            assertThat(search.generation()).isEqualTo(5);
            assertThatThrownBy(search::step)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("all of its 5");
            assertThat(search.result()).usingRecursiveComparison(Bits.EXACT).isEqualTo(result);
        }
    }

    @Test
    void shouldImproveTheRewardAndTightenTheProposal() {
        SearchSettings settings = SearchSettings.builder()
                .population(200)
                .elites(20)
                .seed(1)
                .sense(Sense.MINIMIZE)
                .fidelity(FidelitySchedule.constant(1, 12))
                .build();
        Reward reward = Reward.of(Term.quadratic(1, 1.5, -0.5, 0.25));
        try (DiffusionElites search = DiffusionElites.on(device)
                .decoder(new IdentityDecoder(3, 1))
                .reward(reward)
                .settings(settings)
                .build()) {
            List<SearchReport> reports = new ArrayList<>();
            Candidate best = search.run(report -> reports.add(report.searches().getFirst()))
                    .outcomes()
                    .getFirst()
                    .winner()
                    .orElseThrow();
            assertThat(best.reward()).isLessThan(1e-3);
            assertThat(best.sample()[0]).isBetween(1.45f, 1.55f);
            assertThat(reports.getLast().spread())
                    .isLessThan(0.1 * reports.getFirst().spread());
            assertThat(reports).allSatisfy(report -> {
                assertThat(report.best()).isLessThanOrEqualTo(report.eliteMean());
                assertThat(report.eliteMean()).isLessThanOrEqualTo(report.threshold());
                assertThat(report.threshold()).isLessThanOrEqualTo(report.median());
                assertThat(report.q90()).isLessThanOrEqualTo(report.median());
                assertThat(report.median()).isLessThanOrEqualTo(report.q10());
            });
        }
    }

    @Test
    void shouldGiveWhatWasFoundSoFar() {
        try (DiffusionElites search = search(REWARD, 6)) {
            assertThatThrownBy(search::population).isInstanceOf(IllegalStateException.class);
            SearchResult nothing = search.result();
            assertThat(nothing.interrupted()).isTrue();
            assertThat(nothing.outcomes().getFirst().winner()).isEmpty();
            assertThat(nothing.outcomes().getFirst().elites()).isEmpty();
            search.step();
            search.step();
            SearchResult two = search.result();
            assertThat(two.interrupted()).isTrue();
            assertThat(two.outcomes().getFirst().elites())
                    .hasSize(5)
                    .allSatisfy(elite -> assertThat(elite.generation()).isEqualTo(1));
            assertThat(search.run(report -> {}).interrupted()).isFalse();
        }
    }

    @Test
    void shouldStopBetweenGenerationsWhenCancelled() {
        try (DiffusionElites search = search(REWARD, 6)) {
            List<Integer> generations = new ArrayList<>();
            SearchResult result = search.run(report -> {
                generations.add(report.generation());
                if (report.generation() == 2) {
                    search.cancel();
                }
            });
            assertThat(generations).containsExactly(0, 1, 2);
            assertThat(result.interrupted()).isTrue();
            assertThat(search.done()).isTrue();
            assertThat(result.outcomes().getFirst().elites()).isNotEmpty();
            assertThatThrownBy(search::step).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void shouldGoOnFromACheckpointAfterItWasCancelled() {
        SearchResult undisturbed;
        try (DiffusionElites search = search(REWARD, 6)) {
            undisturbed = search.run(report -> {});
        }
        try (DiffusionElites search = search(REWARD, 6)) {
            search.step();
            search.step();
            SearchCheckpoint two = search.checkpoint();
            search.cancel();
            assertThat(search.done()).isTrue();
            assertThatThrownBy(search::step).isInstanceOf(CancellationException.class);
            SearchCheckpoint wrong = new SearchCheckpoint(
                    two.seed() + 1,
                    two.population(),
                    two.dimension(),
                    two.generation(),
                    two.evaluations(),
                    two.hostRewards(),
                    two.searches());
            assertThatThrownBy(() -> search.resume(wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThat(search.done()).isTrue();

            search.resume(two);

            assertThat(search.done()).isFalse();
            assertThat(search.step().generation()).isEqualTo(2);
            SearchResult result = search.run(report -> {});
            assertThat(result).usingRecursiveComparison(Bits.EXACT).isEqualTo(undisturbed);
            search.resume(two);
            search.cancel();
            assertThat(search.done()).isTrue();
        }
    }

    /** A generation that is cut off has overwritten latents; elites and champions of the one before must survive. */
    @Test
    void shouldKeepTheLastFinishedGenerationWhenCancelledWithinOne() {
        AtomicReference<DiffusionElites> running = new AtomicReference<>();
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger cancelAt = new AtomicInteger(Integer.MAX_VALUE);
        Reward reward = Reward.function((x, c, l) -> {
            if (calls.incrementAndGet() == cancelAt.get()) {
                running.get().cancel();
            }
            return x[0];
        });
        SearchResult whole;
        try (DiffusionElites search = search(reward, 2)) {
            whole = search.run(report -> {});
        }
        calls.set(0);
        cancelAt.set(2 * 40 + 3);
        try (DiffusionElites search = search(reward, 6)) {
            running.set(search);
            SearchResult result = search.run(report -> {});
            assertThat(search.generation()).isEqualTo(2);
            assertThat(result.interrupted()).isTrue();
            assertThat(result.outcomes()).usingRecursiveComparison(Bits.EXACT).isEqualTo(whole.outcomes());
            assertThatThrownBy(search::population).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldHandOnAFailingRewardAndRunTheGenerationAgain() {
        AtomicInteger failures = new AtomicInteger(1);
        Reward reward = Reward.function(
                (x, c, l) -> {
                    if (failures.getAndDecrement() == 1) {
                        throw new IllegalArgumentException("The simulator is out of fuel.");
                    }
                    return x[0] + x[1];
                },
                HostRewardSettings.DEFAULT.withFailFast(true));
        SearchResult undisturbed;
        try (DiffusionElites search = search(Reward.function((x, c, l) -> x[0] + x[1]), 3)) {
            undisturbed = search.run(report -> {});
        }
        try (DiffusionElites search = search(reward, 3)) {
            assertThatThrownBy(search::step).hasStackTraceContaining("The simulator is out of fuel.");
            assertThat(search.generation()).isZero();
            assertThat(search.run(report -> {}).outcomes())
                    .usingRecursiveComparison(Bits.EXACT)
                    .isEqualTo(undisturbed.outcomes());
        }
    }

    @Test
    void shouldRefuseACallFromItsOwnReward() {
        AtomicReference<DiffusionElites> running = new AtomicReference<>();
        Reward reward = Reward.function((x, c, l) -> running.get().step().generation());
        try (DiffusionElites search = search(reward, 3)) {
            running.set(search);
            assertThatThrownBy(search::step).hasStackTraceContaining("A reward may not call the search that calls it");
            assertThat(search.generation()).isZero();
        }
    }

    @Test
    void shouldRefuseAPopulationThatIsGone() {
        try (DiffusionElites search = search(REWARD, 3)) {
            search.step();
            Population first = search.population();
            assertThat(first.generation()).isZero();
            assertThat(first.size()).isEqualTo(40);
            assertThat(first.samples(0)).isEqualTo(first.latents(0)).hasSize(80);
            assertThatThrownBy(() -> first.rewards(1)).isInstanceOf(IndexOutOfBoundsException.class);
            search.step();
            assertThatThrownBy(() -> first.rewards(0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("generation 0");
            assertThat(search.population().rewards(0)).hasSize(40);
        }
    }

    @Test
    void shouldCloseOnceOrMoreAndRefuseUseAfterwards() {
        DiffusionElites search = search(REWARD, 3);
        search.step();
        Population population = search.population();
        search.close();
        search.close();
        assertThatThrownBy(search::step)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(search::result)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> population.latents(0)).isInstanceOf(IllegalStateException.class);
        search.cancel();
    }

    @Test
    void shouldTellHowItRuns() {
        SearchSettings settings = settings(3);
        try (DiffusionElites search = DiffusionElites.on(device)
                .decoder(new IdentityDecoder(2, 1))
                .reward(REWARD)
                .settings(settings)
                .planOptions(new PlanOptions(16, 1))
                .build()) {
            assertThat(search.plan().rows()).isEqualTo(40);
            assertThat(search.plan().lanes()).isEqualTo(1);
            assertThat(search.instances()).hasSize(1);
        }
    }

    private static SearchSettings settings(int generations) {
        return SearchSettings.builder()
                .population(40)
                .elites(5)
                .seed(2)
                .fidelity(FidelitySchedule.constant(1, generations))
                .build();
    }

    private static DiffusionElites search(Reward reward, int generations) {
        return DiffusionElites.on(device)
                .decoder(new IdentityDecoder(2, 1))
                .reward(reward)
                .settings(settings(generations))
                .build();
    }
}
