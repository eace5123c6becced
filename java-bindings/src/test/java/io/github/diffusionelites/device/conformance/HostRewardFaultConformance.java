package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.diffusionelites.device.BatchReward;
import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.HostRewardException;
import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.RewardCountException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rewards of Java that throw, return nonsense or call back, and several threads that call them. */
@Timeout(60)
public abstract class HostRewardFaultConformance extends DeviceConformance {

    private static final int SEARCHES = 3;
    private static final int INDIVIDUALS = 29;
    private static final int ROWS = SEARCHES * INDIVIDUALS;
    private static final PlanOptions SMALL_CHUNKS = new PlanOptions(8, 0);
    private static final HostRewardSettings DEFAULT = HostRewardSettings.DEFAULT;
    private static final RuntimeException FAILURE = new UnsupportedOperationException("The simulator diverged.");

    @Test
    void shouldGiveTheSameBitsWhateverTheOrderInWhichThreadsEnd() {
        AtomicInteger calls = new AtomicInteger();
        CyclicBarrier two = new CyclicBarrier(2);
        HostReward slow = batch -> {
            assertThat(Thread.currentThread().isDaemon()).isTrue();
            assertThat(Thread.currentThread().getName()).startsWith("host-reward-");
            int call = calls.getAndIncrement();
            try {
                if (call < 2) {
                    two.await(30, TimeUnit.SECONDS);
                }
                Thread.sleep(new Random(SEED + call).nextInt(15));
            } catch (Exception e) {
                throw new AssertionError("Two threads did not call the reward at the same time.", e);
            }
            HostRewardConformance.goalDistance(batch);
        };
        Map<String, int[]> alone = search(HostRewardConformance::goalDistance, DEFAULT);
        Map<String, int[]> together = search(slow, DEFAULT.withWorkers(5));
        alone.forEach((name, bits) -> assertThat(together.get(name)).as(name).isEqualTo(bits));
    }

    private Map<String, int[]> search(HostReward reward, HostRewardSettings settings) {
        try (Generation generation = new Generation(device(), SEARCHES, INDIVIDUALS);
                Program program = generation.compile(reward, settings, SMALL_CHUNKS)) {
            for (int g = 0; g < 3; g++) {
                program.run(SEED, g);
            }
            return generation.bits();
        }
    }

    @Test
    void shouldGiveNaNToABatchThatThrowsAndKeepTheFirstCause() {
        RuntimeException later = new IllegalArgumentException("A later batch.");
        HostReward reward = batch -> {
            HostRewardConformance.goalDistance(batch);
            if (holds(batch, 0)) {
                throw FAILURE;
            } else if (holds(batch, ROWS - 1)) {
                throw later;
            }
        };
        try (Generation generation = new Generation(device(), SEARCHES, INDIVIDUALS);
                Program program = generation.compile(reward, DEFAULT.withWorkers(3), SMALL_CHUNKS)) {
            int chunk = program.plan().chunkRows();
            int last = (ROWS - 1) / chunk * chunk;
            HostRewardReport report = program.run(SEED, 0).hostRewards();
            int failed = chunk + ROWS - last;
            assertThat(report).isEqualTo(new HostRewardReport(ROWS - failed, failed, 0, 0, 0, 0, FAILURE));
            float[] rewards = generation.buffer("rewards").floats();
            for (int row = 0; row < ROWS; row++) {
                assertThat(Float.isNaN(rewards[row])).as("row " + row).isEqualTo(row < chunk || row >= last);
            }
        }
    }

    @Test
    void shouldCallAgainAsOftenAsItMay() {
        AtomicInteger calls = new AtomicInteger();
        HostReward reward = batch -> {
            if (holds(batch, 0) && calls.incrementAndGet() <= 2) {
                batch.reward(0, 1e9f);
                throw FAILURE;
            }
            HostRewardConformance.goalDistance(batch);
        };
        HostRewardSettings twice = DEFAULT.withRetries(2, Duration.ofMillis(5)).withFailFast(true);
        try (Generation generation = new Generation(device(), SEARCHES, INDIVIDUALS);
                Program program = generation.compile(reward, twice, SMALL_CHUNKS)) {
            assertThat(program.run(SEED, 0).hostRewards()).isEqualTo(new HostRewardReport(ROWS, 0, 0, 2, 0, 0, null));
            assertThat(calls).hasValue(3);
            program.run(SEED, 1);
            program.run(SEED, 2);
            Map<String, int[]> undisturbed = search(HostRewardConformance::goalDistance, DEFAULT);
            undisturbed.forEach((name, bits) ->
                    assertThat(generation.bits().get(name)).as(name).isEqualTo(bits));
            calls.set(-1);
            assertThatExceptionOfType(HostRewardException.class)
                    .isThrownBy(() -> program.run(SEED, 0))
                    .withCause(FAILURE)
                    .satisfies(e -> assertThat(e.report().retries()).isEqualTo(2));
        }
    }

    @Test
    void shouldEndTheRunWhenMoreFailThanMay() {
        HostReward reward = batch -> {
            if (holds(batch, 0)) {
                throw FAILURE;
            }
        };
        try (Generation generation = new Generation(device(), SEARCHES, INDIVIDUALS)) {
            int chunk;
            try (Program plain = generation.compile(reward, DEFAULT.withMostFailed(1), SMALL_CHUNKS)) {
                chunk = plain.plan().chunkRows();
            }
            try (Program enough =
                    generation.compile(reward, DEFAULT.withMostFailed((double) chunk / ROWS), SMALL_CHUNKS)) {
                assertThat(enough.run(SEED, 0).hostRewards().failed()).isEqualTo(chunk);
            }
            double less = (chunk - 0.5) / ROWS;
            try (Program tooMany = generation.compile(reward, DEFAULT.withMostFailed(less), SMALL_CHUNKS)) {
                assertThatExceptionOfType(HostRewardException.class)
                        .isThrownBy(() -> tooMany.run(SEED, 0))
                        .withCause(FAILURE)
                        .withMessageContainingAll(chunk + " and timed out for 0 of " + ROWS, "The simulator diverged.")
                        .satisfies(e -> assertThat(e.report().failed()).isEqualTo(chunk));
            }
        }
    }

    @Test
    void shouldEndTheRunAtOnceForAnErrorEvenWithRetries() {
        AtomicInteger calls = new AtomicInteger();
        OutOfMemoryError error = new OutOfMemoryError("simulated");
        HostReward reward = batch -> {
            calls.incrementAndGet();
            throw error;
        };
        try (Generation generation = new Generation(device(), SEARCHES, INDIVIDUALS);
                Program program = generation.compile(reward, DEFAULT.withRetries(3, Duration.ZERO), SMALL_CHUNKS)) {
            assertThatExceptionOfType(OutOfMemoryError.class)
                    .isThrownBy(() -> program.run(SEED, 0))
                    .isSameAs(error);
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void shouldNameBothLengthsWhereAFunctionReturnsTooFewOrNoRewards() {
        refuseResult(samples -> new float[samples.length + 3], "10 samples", "length 13");
        refuseResult(samples -> null, "10 samples", "null");
    }

    private void refuseResult(BatchReward reward, String... parts) {
        HostRewardSettings lenient = DEFAULT.withRetries(3, Duration.ZERO).withMostFailed(1);
        try (Generation generation = new Generation(device(), 1, 10);
                Program program = generation.compile(reward.toHostReward(), lenient, new PlanOptions(16, 1))) {
            assertThatExceptionOfType(RewardCountException.class)
                    .isThrownBy(() -> program.run(SEED, 0))
                    .withMessageContainingAll(parts);
        }
    }

    @Test
    void shouldGiveAFunctionCopiesAndCountItsNaNs() {
        BatchReward spoiler = samples -> {
            float[] rewards = new float[samples.length];
            for (int i = 0; i < rewards.length; i++) {
                rewards[i] = i == 0 ? Float.NaN : samples[i][0];
                Arrays.fill(samples[i], 1e30f);
                samples[i] = null;
            }
            return rewards;
        };
        try (Generation generation = new Generation(device(), SEARCHES, INDIVIDUALS);
                Program program = generation.compile(spoiler.toHostReward(), SMALL_CHUNKS)) {
            int chunk = program.plan().chunkRows();
            HostRewardReport report = program.run(SEED, 0).hostRewards();
            int batches = (ROWS + chunk - 1) / chunk;
            assertThat(report).isEqualTo(new HostRewardReport(ROWS, 0, 0, 0, batches, 0, null));
            float[] samples = generation.buffer("samples").floats();
            float[] rewards = generation.buffer("rewards").floats();
            for (int row = 0; row < ROWS; row++) {
                float expected = row % chunk == 0 ? Float.NaN : samples[row * SmallNetwork.WIDTH];
                assertThat(rewards[row]).as("row " + row).isEqualTo(Float.valueOf(expected));
                assertThat(Math.abs(samples[row * SmallNetwork.WIDTH])).isLessThan(1e6f);
            }
        }
    }

    @Test
    void shouldRefuseCallsFromTheRewardItself() {
        AtomicReference<Program> own = new AtomicReference<>();
        HostReward reward = batch -> {
            assertThatIllegalStateException().isThrownBy(() -> own.get().run(1, 0));
            assertThatIllegalStateException().isThrownBy(() -> own.get().close());
            assertThatIllegalStateException().isThrownBy(() -> device().close());
            HostRewardConformance.goalDistance(batch);
        };
        try (Generation generation = new Generation(device(), 1, 9);
                Program program = generation.compile(reward, PlanOptions.AUTO)) {
            own.set(program);
            assertThat(program.run(SEED, 0).hostRewards().evaluated()).isEqualTo(9);
            assertThat(program.run(SEED, 1).hostRewards().evaluated()).isEqualTo(9);
        }
    }

    /** Returns whether a batch has the row of this place among all. */
    private static boolean holds(HostBatch batch, int row) {
        for (int i = 0; i < batch.size(); i++) {
            if (batch.search(i) * INDIVIDUALS + batch.individual(i) == row) {
                return true;
            }
        }
        return false;
    }
}
