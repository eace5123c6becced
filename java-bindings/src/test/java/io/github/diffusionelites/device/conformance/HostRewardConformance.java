package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.HostRewardException;
import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.StageTimes;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rewards that Java computes. */
public abstract class HostRewardConformance extends DeviceConformance {

    private static final int SEARCHES = 3;
    private static final int INDIVIDUALS = 29;
    private static final int WIDTH = SmallNetwork.WIDTH;

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "16,1", "16,2", "87,1"})
    void shouldCoverEveryRowOnceWithItsSample(int chunkRows, int lanes) {
        int[] visits = new int[SEARCHES * INDIVIDUALS];
        float[] seen = new float[visits.length * WIDTH];
        AtomicInteger inside = new AtomicInteger();
        HostReward reward = batch -> {
            assertThat(inside.incrementAndGet()).as("batches at a time").isEqualTo(1);
            assertThat(batch.width()).isEqualTo(WIDTH);
            assertThat(batch.size()).isPositive();
            for (int i = 0; i < batch.size(); i++) {
                int row = batch.search(i) * INDIVIDUALS + batch.individual(i);
                visits[row]++;
                float[] sample = new float[WIDTH + 1];
                batch.sample(i, sample);
                System.arraycopy(sample, 0, seen, row * WIDTH, WIDTH);
                batch.reward(i, row % 17);
            }
            inside.decrementAndGet();
        };
        try (Generation generation = new Generation(device(), SEARCHES, INDIVIDUALS);
                Program program = generation.compile(reward, new PlanOptions(chunkRows, lanes))) {
            StageTimes times = program.run(3, 1);
            assertThat(visits).containsOnly(1);
            assertThat(seen).isEqualTo(generation.buffer("samples").floats());
            float[] rewards = generation.buffer("rewards").floats();
            for (int row = 0; row < rewards.length; row++) {
                assertThat(rewards[row]).isEqualTo(row % 17);
            }
            assertThat(times.hostReward()).isPositive();
            assertThat(times.hostRewards())
                    .isEqualTo(new HostRewardReport(SEARCHES * INDIVIDUALS, 0, 0, 0, 0, 0, null));
            assertThat(times.individuals()).isPositive();
        }
    }

    @Test
    void shouldSearchAsWithABuiltInReward() {
        Map<String, int[]> builtIn = search(null);
        Map<String, int[]> host = search(HostRewardConformance::goalDistance);
        builtIn.forEach((name, bits) -> assertThat(host.get(name)).as(name).isEqualTo(bits));
    }

    private Map<String, int[]> search(HostReward reward) {
        try (Generation generation = new Generation(device(), SEARCHES, INDIVIDUALS);
                Program program = generation.compile(reward, PlanOptions.AUTO)) {
            for (int g = 0; g < 3; g++) {
                program.run(SEED, g);
            }
            return generation.bits();
        }
    }

    /** The reward that {@link Generation} records, rounded once from double as devices do. */
    static void goalDistance(HostBatch batch) {
        float[] sample = new float[batch.width()];
        for (int i = 0; i < batch.size(); i++) {
            batch.sample(i, sample);
            double[] goal = {batch.search(i), 1, 0.5, -0.5};
            double squares = 0;
            for (int c = 0; c < goal.length; c++) {
                double difference = sample[c * SmallNetwork.LENGTH + SmallNetwork.LENGTH - 1] - goal[c];
                squares += difference * difference;
            }
            batch.reward(i, (float) -Math.sqrt(squares));
        }
    }

    @Test
    void shouldTakeARewardThatWasNotSetAsNaN() {
        HostReward reward = batch -> {
            for (int i = 0; i < batch.size(); i++) {
                if (batch.individual(i) % 3 != 0) {
                    batch.reward(i, i);
                }
            }
        };
        try (Generation generation = new Generation(device(), SEARCHES, INDIVIDUALS);
                Program program = generation.compile(reward, PlanOptions.AUTO)) {
            float[] stale = new float[SEARCHES * INDIVIDUALS];
            Arrays.fill(stale, 1e9f);
            generation.buffer("rewards").write(0, stale);
            program.run(1, 1);
            float[] rewards = generation.buffer("rewards").floats();
            for (int row = 0; row < rewards.length; row++) {
                assertThat(Float.isNaN(rewards[row])).isEqualTo(row % INDIVIDUALS % 3 == 0);
            }
        }
    }

    @Test
    void shouldLeaveTheProposalAloneWhenARewardEndsTheRunAndRunAgain() {
        AtomicInteger calls = new AtomicInteger();
        RuntimeException failure = new IllegalStateException("The simulator is out of order.");
        HostReward reward = batch -> {
            if (calls.incrementAndGet() == 2) {
                throw failure;
            }
            goalDistance(batch);
        };
        try (Generation generation = new Generation(device(), SEARCHES, INDIVIDUALS);
                Program program = generation.compile(
                        reward, HostRewardSettings.DEFAULT.withFailFast(true), new PlanOptions(8, 0))) {
            float[] covariance = generation.buffer("proposal covariance").floats();
            assertThatThrownBy(() -> program.run(SEED, 0))
                    .isInstanceOf(HostRewardException.class)
                    .hasCause(failure);
            assertThat(generation.buffer("proposal covariance").floats()).isEqualTo(covariance);
            for (int g = 0; g < 3; g++) {
                program.run(SEED, g);
            }
            Map<String, int[]> undisturbed = search(HostRewardConformance::goalDistance);
            undisturbed.forEach((name, bits) ->
                    assertThat(generation.bits().get(name)).as(name).isEqualTo(bits));
        }
    }

    @Test
    void shouldHandOnAnError() {
        try (Generation generation = new Generation(device(), 1, 3);
                Program program = generation.compile(
                        batch -> {
                            throw new AssertionError("An error, not an exception.");
                        },
                        PlanOptions.AUTO)) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> program.run(1, 0))
                    .withMessage("An error, not an exception.");
        }
    }

    @Test
    void shouldRefusePlacesThatAreNotInTheBatch() {
        HostReward reward = batch -> {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batch.reward(batch.size(), 1));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batch.reward(-1, 1));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> batch.sample(batch.size(), new float[WIDTH]));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batch.search(-1));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batch.individual(batch.size()));
            goalDistance(batch);
        };
        try (Generation generation = new Generation(device(), 1, 3);
                Program program = generation.compile(reward, PlanOptions.AUTO)) {
            program.run(1, 0);
        }
    }

    @Test
    void shouldRefuseABatchAfterItsCall() {
        AtomicReference<HostBatch> kept = new AtomicReference<>();
        try (Generation generation = new Generation(device(), 1, 9);
                Program program = generation.compile(kept::set, PlanOptions.AUTO)) {
            program.run(SEED, 0);
            HostBatch batch = kept.get();
            assertThat(batch.size()).isPositive();
            assertThatIllegalStateException().isThrownBy(() -> batch.reward(0, 1));
            assertThatIllegalStateException().isThrownBy(() -> batch.sample(0, new float[SmallNetwork.WIDTH]));
            assertThatIllegalStateException().isThrownBy(() -> batch.search(0));
            assertThatIllegalStateException().isThrownBy(() -> batch.individual(0));
            assertThat(generation.buffer("rewards").floats()).containsOnly(Float.NaN);
        }
    }
}
