package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.diffusionelites.device.HostRewardException;
import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.RewardCountException;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.support.Bits;
import io.github.diffusionelites.support.DeviceTestCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Searches whose reward is Java code that is slow, fails, hangs or calls back. */
@Timeout(60)
class HostRewardSearchTest extends DeviceTestCase {

    private static final int POPULATION = 40;
    private static final HostRewardSettings DEFAULT = HostRewardSettings.DEFAULT;
    private static final HostRewardSettings IMPATIENT =
            DEFAULT.withTimeout(Duration.ofSeconds(2)).withGrace(Duration.ofMillis(500));

    @Test
    void shouldFindTheSameWithSlowThreadsAndWithAFunctionOfBatches() {
        SearchResult expected = run(Reward.function(HostRewardSearchTest::sum));
        AtomicInteger calls = new AtomicInteger();
        Reward slow = Reward.function(
                (x, c, l) -> {
                    pause(new Random(calls.getAndIncrement()).nextInt(3));
                    return sum(x, c, l);
                },
                DEFAULT.withWorkers(4));
        Reward batches = Reward.batch(samples -> {
            float[] rewards = new float[samples.length];
            for (int i = 0; i < rewards.length; i++) {
                rewards[i] = (float) sum(samples[i], 2, 1);
            }
            return rewards;
        });
        for (Reward reward : List.of(slow, batches)) {
            assertThat(run(reward)).usingRecursiveComparison(Bits.EXACT).isEqualTo(expected);
        }
    }

    @Test
    void shouldCountWhatFailedAndGoOn() {
        RuntimeException failure = new IllegalArgumentException("The wheels came off.");
        Reward reward = Reward.host(batch -> {
            float[] sample = new float[batch.width()];
            for (int i = 0; i < batch.size(); i++) {
                if (batch.individual(i) == 3) {
                    throw failure;
                }
                batch.sample(i, sample);
                batch.reward(i, batch.individual(i) == POPULATION - 1 ? Float.NaN : sample[0]);
            }
        });
        try (DiffusionElites search = search(reward)) {
            int chunk = search.plan().chunkRows();
            HostRewardReport one = new HostRewardReport(POPULATION - chunk, chunk, 0, 0, 1, 0, failure);
            List<GenerationReport> generations = new ArrayList<>();
            SearchResult result = search.run(generations::add);
            assertThat(generations).hasSize(4).allSatisfy(generation -> {
                assertThat(generation.times().hostRewards()).isEqualTo(one);
                assertThat(generation.searches().getFirst().nans()).isEqualTo(chunk + 1);
            });
            int finalists = result.outcomes().getFirst().finalists().size();
            assertThat(result.hostRewards())
                    .isEqualTo(one.plus(one)
                            .plus(one)
                            .plus(one)
                            .plus(new HostRewardReport(finalists, 0, 0, 0, 0, 0, null)));
        }
    }

    @Test
    void shouldHandOnThatTooManyFailed() {
        RuntimeException failure = new IllegalArgumentException("The wheels came off.");
        Reward reward = Reward.function((x, c, l) -> {
            throw failure;
        });
        try (DiffusionElites search = search(reward)) {
            assertThatExceptionOfType(HostRewardException.class)
                    .isThrownBy(search::step)
                    .withCause(failure)
                    .withMessageContaining("of 40 individuals");
            assertThat(search.generation()).isZero();
        }
        try (DiffusionElites search = search(Reward.batch(samples -> new float[0]))) {
            assertThatExceptionOfType(RewardCountException.class).isThrownBy(search::step);
        }
    }

    @Test
    void shouldRefuseAThreadThatWasGivenUpAndComesBackWithACall() {
        AtomicBoolean hang = new AtomicBoolean(true);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger refused = new AtomicInteger();
        CompletableFuture<Integer> late = new CompletableFuture<>();
        DiffusionElites[] own = new DiffusionElites[1];
        Reward reward = Reward.function(
                (x, c, l) -> {
                    if (hang.getAndSet(false)) {
                        awaitDeaf(release);
                        for (Runnable call : List.<Runnable>of(own[0]::step, own[0]::result, own[0]::close)) {
                            try {
                                call.run();
                            } catch (IllegalStateException e) {
                                refused.incrementAndGet();
                            }
                        }
                        late.complete(refused.get());
                    }
                    return sum(x, c, l);
                },
                IMPATIENT);
        try (DiffusionElites search = search(reward)) {
            own[0] = search;
            HostRewardReport report = search.step().times().hostRewards();
            assertThat(report.abandonedThreads()).isOne();
            assertThat(report.timedOut()).isPositive();
            release.countDown();
            assertThat(late).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(3);
            assertThat(search.generation()).isOne();
            assertThat(search.run(generation -> {}).hostRewards().abandonedThreads())
                    .isOne();
        }
    }

    @Test
    void shouldCancelAHangingGenerationAndAHangingFinalRound() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger hangAt = new AtomicInteger(POPULATION + 1);
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        Reward reward = Reward.function(
                (x, c, l) -> {
                    if (calls.incrementAndGet() == hangAt.get()) {
                        (first.getCount() > 0 ? first : second).countDown();
                        awaitDeaf(release);
                    }
                    return sum(x, c, l);
                },
                DEFAULT.withGrace(Duration.ofMillis(50)));
        try (DiffusionElites search = search(reward)) {
            CompletableFuture<SearchResult> run = CompletableFuture.supplyAsync(() -> search.run(report -> {}));
            assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();
            assertThatIllegalStateException().isThrownBy(search::close);
            search.cancel();
            SearchResult result = run.get(30, TimeUnit.SECONDS);
            assertThat(result.interrupted()).isTrue();
            assertThat(search.generation()).isOne();

            hangAt.set(calls.get() + 2);
            CompletableFuture<SearchResult> again = CompletableFuture.supplyAsync(search::result);
            assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
            search.cancel();
            assertThat(again)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(CancellationException.class);
            assertThat(search.result().outcomes())
                    .usingRecursiveComparison(Bits.EXACT)
                    .isEqualTo(result.outcomes());
        } finally {
            release.countDown();
        }
    }

    private static double sum(float[] sample, int channels, int length) {
        return sample[0] + sample[channels * length - 1];
    }

    private static void pause(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new AssertionError("Nobody asked this reward to stop.", e);
        }
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

    private static SearchResult run(Reward reward) {
        try (DiffusionElites search = search(reward)) {
            return search.run(report -> {});
        }
    }

    private static DiffusionElites search(Reward reward) {
        return DiffusionElites.on(device)
                .decoder(new IdentityDecoder(2, 1))
                .reward(reward)
                .settings(SearchSettings.builder()
                        .population(POPULATION)
                        .elites(5)
                        .seed(2)
                        .fidelity(FidelitySchedule.constant(1, 4))
                        .build())
                .planOptions(new PlanOptions(8, 1))
                .build();
    }
}
