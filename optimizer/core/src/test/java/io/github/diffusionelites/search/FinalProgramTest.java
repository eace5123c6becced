package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.DeviceMemoryException;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.device.StageTimes;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.support.Bits;
import io.github.diffusionelites.support.DeviceUnderTest;
import io.github.diffusionelites.support.WatchedDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The final round's program: its memory is found missing at once, and a cancellation reaches it. */
@Timeout(60)
class FinalProgramTest {

    private static final Reward.BuiltIn REWARD = Reward.of(Term.linear(1, 1, 1));
    private static final int POPULATION = 50;

    private WatchedDevice device;

    @BeforeEach
    void open() {
        device = new WatchedDevice(DeviceUnderTest.open());
    }

    @AfterEach
    void close() {
        device.close();
    }

    /** With the threshold rule all active individuals may be elites. */
    @ParameterizedTest
    @EnumSource(SelectionRule.class)
    void shouldRefuseAFinalRoundWithoutMemoryBeforeTheFirstGeneration(SelectionRule rule) {
        long entrants = (rule == SelectionRule.EXACT ? 5 : POPULATION) + 3;
        DeviceMemoryException refusal = new DeviceMemoryException("compile", 0, 1, "There is no memory.");
        List<Plan> plans = new ArrayList<>();
        device.onCompile(program -> {
            plans.add(program.plan());
            if (plans.size() == 2) {
                throw refusal;
            }
            return program;
        });

        assertThatThrownBy(() -> search(rule)).isSameAs(refusal);

        assertThat(plans).extracting(Plan::rows).containsExactly((long) POPULATION, entrants);
        assertThat(device.openBuffers()).as("buffers left behind").isZero();
    }

    @Test
    void shouldKeepNothingOfTheCheck() {
        long before;
        try (DiffusionElites search = search(SelectionRule.EXACT)) {
            before = device.openBuffers();
            search.run(report -> {});
            assertThat(device.openBuffers()).isEqualTo(before);
        }
        assertThat(before).isPositive();
        assertThat(device.openBuffers()).isZero();
    }

    /** A search that was cancelled has its final round all the same; only another cancellation ends that. */
    @Test
    void shouldCancelAFinalRoundThatTheDeviceScores() throws Exception {
        try (DiffusionElites search = search(SelectionRule.EXACT)) {
            search.step();
            search.cancel();
            SearchResult expected = search.result();
            assertThat(expected.outcomes().getFirst().winner()).isPresent();

            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch cancelled = new CountDownLatch(1);
            device.onCompile(program -> new WaitingProgram(program, begun, cancelled));
            CompletableFuture<SearchResult> result = CompletableFuture.supplyAsync(search::result);
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            search.cancel();

            assertThat(result)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(CancellationException.class);
            device.onCompile(program -> program);
            assertThat(search.result()).usingRecursiveComparison(Bits.EXACT).isEqualTo(expected);
        }
    }

    /** Between the beginning of the round and that of its program there is no program to cancel. */
    @Test
    void shouldNotLoseACancellationThatComesWhileTheRoundIsCompiled() {
        try (DiffusionElites search = search(SelectionRule.EXACT)) {
            search.step();
            device.onCompile(program -> {
                search.cancel();
                return program;
            });
            assertThatThrownBy(search::result).isInstanceOf(CancellationException.class);
            device.onCompile(program -> program);
            assertThat(search.result().outcomes().getFirst().winner()).isPresent();
        }
    }

    private DiffusionElites search(SelectionRule rule) {
        Decoder decoder = new IdentityDecoder(1, 2);
        return DiffusionElites.on(device)
                .decoder(decoder)
                .reward(REWARD)
                .settings(SearchSettings.builder()
                        .population(POPULATION)
                        .elites(5)
                        .rule(rule)
                        .seed(1)
                        .finalists(9)
                        .fidelity(FidelitySchedule.constant(1, 3))
                        .build())
                .planOptions(PlanOptions.AUTO)
                .build();
    }

    /** Runs only after it was cancelled, as a program of any length might. */
    private record WaitingProgram(Program program, CountDownLatch begun, CountDownLatch cancelled) implements Program {

        @Override
        public Plan plan() {
            return program.plan();
        }

        @Override
        public StageTimes run(long seed, int generation) {
            begun.countDown();
            try {
                cancelled.await();
            } catch (InterruptedException e) {
                throw new AssertionError("Nobody interrupts this test.", e);
            }
            return program.run(seed, generation);
        }

        @Override
        public void cancel() {
            program.cancel();
            cancelled.countDown();
        }

        @Override
        public void close() {
            program.close();
        }
    }
}
