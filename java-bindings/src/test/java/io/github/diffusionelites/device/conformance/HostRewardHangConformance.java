package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.HostRewardException;
import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rewards of Java that do not return. */
@Timeout(60)
public abstract class HostRewardHangConformance extends DeviceConformance {

    private static final int INDIVIDUALS = 50;
    private static final PlanOptions SMALL_CHUNKS = new PlanOptions(8, 0);
    private static final HostRewardSettings IMPATIENT =
            HostRewardSettings.DEFAULT.withTimeout(Duration.ofMillis(500)).withGrace(Duration.ofMillis(100));
    private static final HostRewardSettings NO_TIMEOUT = HostRewardSettings.DEFAULT.withGrace(Duration.ofMillis(100));

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private final AtomicBoolean hang = new AtomicBoolean(true);

    @AfterEach
    void releaseThreads() {
        release.countDown();
    }

    /** Hangs once, deaf to interrupts, until the test releases it; then it writes what nobody may see. */
    private void hangOnce(HostBatch batch) {
        if (hang.getAndSet(false)) {
            entered.countDown();
            awaitDeaf(release);
            try {
                for (int i = 0; i < batch.size(); i++) {
                    batch.reward(i, 1e9f);
                }
                left.complete(null);
            } catch (RuntimeException e) {
                left.completeExceptionally(e);
                throw e;
            }
            return;
        }
        HostRewardConformance.goalDistance(batch);
    }

    @Test
    void shouldInterruptACallThatTakesTooLongAndKeepItsThread() {
        HostReward reward = batch -> {
            if (hang.getAndSet(false)) {
                try {
                    Thread.sleep(Duration.ofMinutes(5));
                } catch (InterruptedException e) {
                    throw new IllegalStateException("The reward was interrupted.", e);
                }
            }
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            HostRewardConformance.goalDistance(batch);
        };
        HostRewardSettings patientAfterwards = IMPATIENT.withGrace(Duration.ofSeconds(50));
        try (Generation generation = new Generation(device(), 1, INDIVIDUALS);
                Program program = generation.compile(reward, patientAfterwards, SMALL_CHUNKS)) {
            int chunk = program.plan().chunkRows();
            assertThat(program.run(SEED, 0).hostRewards())
                    .isEqualTo(new HostRewardReport(INDIVIDUALS - chunk, 0, chunk, 0, 0, 0, null));
            assertThat(program.run(SEED, 1).hostRewards().evaluated()).isEqualTo(INDIVIDUALS);
        }
    }

    @Test
    void shouldGoOnWithoutAThreadThatIgnoresInterruptsAndRefuseItsLateWrites() {
        try (Generation generation = new Generation(device(), 1, INDIVIDUALS);
                Program program = generation.compile(this::hangOnce, IMPATIENT, SMALL_CHUNKS)) {
            int chunk = program.plan().chunkRows();
            assertThat(program.run(SEED, 0).hostRewards())
                    .isEqualTo(new HostRewardReport(INDIVIDUALS - chunk, 0, chunk, 0, 0, 1, null));
            assertThat(program.run(SEED, 1).hostRewards().evaluated()).isEqualTo(INDIVIDUALS);
            assertThat(left).isNotDone();
            Map<String, int[]> before = generation.bits();
            release.countDown();
            assertThat(left)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(IllegalStateException.class);
            before.forEach((name, bits) ->
                    assertThat(generation.bits().get(name)).as(name).isEqualTo(bits));
            assertThat(program.run(SEED, 2).hostRewards().evaluated()).isEqualTo(INDIVIDUALS);
        }
    }

    @Test
    void shouldEndTheRunWhenTooManyThreadsDoNotReturn() {
        HostReward reward = batch -> awaitDeaf(release);
        HostRewardSettings settings = IMPATIENT.withMostAbandoned(1).withMostFailed(1);
        try (Generation generation = new Generation(device(), 1, INDIVIDUALS);
                Program program = generation.compile(reward, settings, SMALL_CHUNKS)) {
            assertThatExceptionOfType(HostRewardException.class)
                    .isThrownBy(() -> program.run(SEED, 0))
                    .withMessageContainingAll("2 of its threads", "at most 1")
                    .satisfies(e -> assertThat(e.report().abandonedThreads()).isEqualTo(2));
            assertThatExceptionOfType(HostRewardException.class)
                    .as("with all of them still there")
                    .isThrownBy(() -> program.run(SEED, 0));
        }
    }

    @Test
    void shouldEndTheRunWhenMostCallsTakeTooLong() {
        HostReward reward = batch -> awaitDeaf(release);
        try (Generation generation = new Generation(device(), 1, 5);
                Program program = generation.compile(reward, IMPATIENT, SMALL_CHUNKS)) {
            assertThatExceptionOfType(HostRewardException.class)
                    .isThrownBy(() -> program.run(SEED, 0))
                    .withNoCause()
                    .withMessageContaining("timed out for 5 of 5")
                    .satisfies(e -> assertThat(e.report().timedOut()).isEqualTo(5));
        }
    }

    @Test
    void shouldCancelAHangingRewardAndRunAgain() throws Exception {
        try (Generation generation = new Generation(device(), 1, INDIVIDUALS);
                Program program = generation.compile(this::hangOnce, NO_TIMEOUT, SMALL_CHUNKS)) {
            CompletableFuture<Void> run = CompletableFuture.runAsync(() -> program.run(SEED, 0));
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
            program.cancel();
            assertCancelled(run);
            assertThat(left).as("the reward that hangs").isNotDone();
            assertThat(program.run(SEED, 0).hostRewards().evaluated()).isEqualTo(INDIVIDUALS);
        }
    }

    @Test
    void shouldCloseWhileARewardHangs() throws Exception {
        try (Generation generation = new Generation(device(), 1, INDIVIDUALS)) {
            Program program = generation.compile(this::hangOnce, NO_TIMEOUT, SMALL_CHUNKS);
            CompletableFuture<Void> run = CompletableFuture.runAsync(() -> program.run(SEED, 0));
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
            program.close();
            assertCancelled(run);
            assertThat(left).as("the reward that hangs").isNotDone();
        }
    }

    @Test
    void shouldEndOneRunOnlyWhenCancelledFromTheReward() {
        Program[] own = new Program[1];
        HostReward reward = batch -> {
            if (hang.getAndSet(false)) {
                own[0].cancel();
            }
            HostRewardConformance.goalDistance(batch);
        };
        try (Generation generation = new Generation(device(), 1, INDIVIDUALS);
                Program program = generation.compile(reward, NO_TIMEOUT, SMALL_CHUNKS)) {
            own[0] = program;
            assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> program.run(SEED, 0));
            assertThat(program.run(SEED, 0).hostRewards().evaluated()).isEqualTo(INDIVIDUALS);
        }
    }

    @Test
    void shouldKeepAnInterruptOfTheCaller() {
        try (Generation generation = new Generation(device(), 1, INDIVIDUALS);
                Program program = generation.compile(
                        HostRewardConformance::goalDistance, HostRewardSettings.DEFAULT, SMALL_CHUNKS)) {
            Thread.currentThread().interrupt();
            HostRewardReport report = program.run(SEED, 0).hostRewards();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(report.evaluated()).isEqualTo(INDIVIDUALS);
        }
    }

    private static void assertCancelled(CompletableFuture<Void> run) {
        assertThat(run)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(CancellationException.class);
    }

    private static void awaitDeaf(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // Deaf: this is what the tests are about.
            }
        }
    }
}
