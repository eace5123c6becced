package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.HostRewardException;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.StageTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rewards of Java's while the CUDA device goes on decoding: 40 rows in chunks of 6 are 7 chunks, the last one of 4. */
@ExtendWith(OnEmulator.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CudaHostRewardTest {

    private static final int CHUNKS = 7;
    /** One lane, and so a ring of two slots. */
    private static final PlanOptions RING_OF_TWO = new PlanOptions(6, 1);

    private static final int GENERATIONS = 4;
    private static final HostRewardSettings SETTINGS = HostRewardSettings.DEFAULT.withWorkers(1);

    @ParameterizedTest
    @EnumSource
    void shouldScoreChunksWhileLaterOnesAreNotLaunchedYet(CudaBinding binding) {
        List<Integer> launchedBefore = Collections.synchronizedList(new ArrayList<>());
        try (Device device = EmulatedDevice.open(binding);
                TinySearch search = new TinySearch(
                        device,
                        batch -> {
                            launchedBefore.add(EmulatorControls.calls("cuGraphLaunch"));
                            score(batch);
                        },
                        SETTINGS);
                Program program = search.compile(RING_OF_TWO)) {
            int before = EmulatorControls.calls("cuGraphLaunch");
            program.run(1, 0);
            // Two slots, and the one that the samples were taken from.
            assertThat(launchedBefore.stream().map(calls -> calls - before)).containsExactly(3, 4, 5, 6, 7, 7, 7);
            // The population is one graph more.
            assertThat(EmulatorControls.calls("cuGraphLaunch") - before).isEqualTo(CHUNKS + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"40,1,1", "6,1,1", "6,2,1", "6,2,3", "1,2,2", "7,1,4"})
    void shouldGiveTheSameBitsForEveryRing(int chunkRows, int lanes, int workers) {
        float[] wanted;
        try (Device device = EmulatedDevice.open(CudaBinding.FFM);
                TinySearch search = new TinySearch(device)) {
            wanted = search.run(GENERATIONS);
        }
        try (Device device = EmulatedDevice.open(CudaBinding.FFM);
                TinySearch search = new TinySearch(device, CudaHostRewardTest::score, SETTINGS.withWorkers(workers));
                Program program = search.compile(new PlanOptions(chunkRows, lanes))) {
            for (int generation = 0; generation < GENERATIONS; generation++) {
                program.run(1, generation);
            }
            assertThat(search.mean()).isEqualTo(wanted);
        }
    }

    @Test
    void shouldTellThePinnedMemoryOfItsRing() {
        try (Device device = EmulatedDevice.open(CudaBinding.FFM);
                TinySearch search = new TinySearch(device, CudaHostRewardTest::score, SETTINGS);
                Program program = search.compile(RING_OF_TWO)) {
            long floats = 2L * 6 * TinySearch.WIDTH + TinySearch.INDIVIDUALS;
            assertThat(program.plan().pinnedBytes()).isEqualTo(floats * Float.BYTES);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnAfterARewardThatFails(CudaBinding binding) {
        AtomicBoolean broken = new AtomicBoolean(true);
        HostReward reward = batch -> {
            if (broken.get() && batch.individual(0) == 12) {
                throw new IllegalStateException("no reward for chunk 2");
            }
            score(batch);
        };
        try (Device device = EmulatedDevice.open(binding);
                TinySearch search = new TinySearch(device, reward, SETTINGS.withFailFast(true));
                Program program = search.compile(RING_OF_TWO)) {
            assertThatThrownBy(() -> program.run(1, 0))
                    .isInstanceOf(HostRewardException.class)
                    .hasMessageContaining("no reward for chunk 2");
            broken.set(false);
            program.run(1, 0);
            assertThat(search.mean()).isEqualTo(meanOfOneGeneration());
        }
        assertThat(EmulatorControls.live()).isEqualTo(new EmulatorControls.Live(0, ""));
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotWaitForARewardThatHangsNorGiveItsRowsToOthers(CudaBinding binding) throws InterruptedException {
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch returned = new CountDownLatch(1);
        AtomicReference<float[]> seen = new AtomicReference<>();
        HostReward reward = batch -> {
            if (batch.individual(0) != 6) {
                score(batch);
                return;
            }
            awaitAnyhow(released);
            try {
                batch.sample(0, new float[TinySearch.WIDTH]);
            } catch (IllegalStateException e) {
                seen.set(new float[0]);
            } finally {
                returned.countDown();
            }
        };
        HostRewardSettings patience = SETTINGS.withTimeout(Duration.ofMillis(100))
                .withGrace(Duration.ofMillis(50))
                .withFailFast(false)
                .withMostFailed(1)
                .withMostAbandoned(1);
        try (Device device = EmulatedDevice.open(binding);
                TinySearch search = new TinySearch(device, reward, patience)) {
            try (Program program = search.compile(RING_OF_TWO)) {
                StageTimes times = program.run(1, 0);
                assertThat(times.hostRewards().timedOut()).isEqualTo(6);
                float[] rewards = search.rewards();
                for (int i = 0; i < rewards.length; i++) {
                    assertThat(Float.isNaN(rewards[i])).as("reward %d", i).isEqualTo(i >= 6 && i < 12);
                }
            }
        } finally {
            released.countDown();
        }
        assertThat(returned.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(seen.get()).as("the batch was taken from the reward").isNotNull();
        assertThat(EmulatorControls.live()).isEqualTo(new EmulatorControls.Live(0, ""));
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndSoonWhereItIsCancelledAndRunAgain(CudaBinding binding) {
        AtomicReference<Program> running = new AtomicReference<>();
        AtomicBoolean cancel = new AtomicBoolean(true);
        HostReward reward = batch -> {
            if (cancel.get() && batch.individual(0) == 6) {
                running.get().cancel();
            }
            score(batch);
        };
        try (Device device = EmulatedDevice.open(binding);
                TinySearch search = new TinySearch(device, reward, SETTINGS);
                Program program = search.compile(RING_OF_TWO)) {
            running.set(program);
            int before = EmulatorControls.calls("cuGraphLaunch");
            assertThatThrownBy(() -> program.run(1, 0)).isInstanceOf(CancellationException.class);
            assertThat(EmulatorControls.calls("cuGraphLaunch") - before).isEqualTo(4);
            cancel.set(false);
            program.run(1, 0);
            assertThat(search.mean()).isEqualTo(meanOfOneGeneration());
        }
        assertThat(EmulatorControls.live()).isEqualTo(new EmulatorControls.Live(0, ""));
    }

    private static float[] meanOfOneGeneration() {
        try (Device device = EmulatedDevice.open(CudaBinding.FFM);
                TinySearch search = new TinySearch(device)) {
            return search.run(1);
        }
    }

    /** The built-in quadratic term of {@link TinySearch}, to the bit. */
    static void score(HostBatch batch) {
        float[] x = new float[batch.width()];
        for (int i = 0; i < batch.size(); i++) {
            batch.sample(i, x);
            double sum = 0;
            for (int e = 0; e < x.length; e++) {
                double difference = (double) x[e] - (e % 2 == 0 ? 1 : -1);
                sum += difference * difference;
            }
            batch.reward(i, (float) -sum);
        }
    }

    /** Hangs as some rewards do: interrupts are not heeded. */
    static void awaitAnyhow(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                continue;
            }
        }
    }
}
