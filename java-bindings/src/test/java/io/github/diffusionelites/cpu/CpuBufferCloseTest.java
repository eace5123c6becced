package io.github.diffusionelites.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.Program;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Buffers that are closed while a program runs: the lanes write to them until it ends. */
@Timeout(60)
class CpuBufferCloseTest {

    private static final int ROWS = ScoredRows.ROWS;

    private final WaitingReward waiting = new WaitingReward();
    private final Device device = Devices.open("cpu");
    private final ScoredRows rows = ScoredRows.on(device);
    private final Buffer samples = rows.samples();
    private final Buffer unused = device.allocate(ElementType.F32, 1, ROWS);

    @AfterEach
    void releaseReward() {
        waiting.release();
        device.close();
    }

    @Test
    void shouldWaitForTheRunThatUsesTheBuffer() throws Exception {
        try (Program program = rows.program(waiting, 1)) {
            CompletableFuture<Long> run = CompletableFuture.supplyAsync(
                    () -> program.run(0, 0).hostRewards().evaluated());
            waiting.awaitEntry();
            long free = device.freeBytes();
            unused.close();
            assertThat(device.freeBytes()).isEqualTo(free + ROWS * Float.BYTES);
            Thread closer = new Thread(samples::close);
            closer.setDaemon(true);
            closer.start();
            awaitWaiting(closer);
            assertThat(device.freeBytes()).isEqualTo(free + ROWS * Float.BYTES);
            waiting.release();
            assertThat(run.get(30, TimeUnit.SECONDS)).isEqualTo(ROWS);
            closer.join();
            assertThat(device.freeBytes()).isEqualTo(free + 3L * ROWS * Float.BYTES);
            assertThatIllegalStateException()
                    .isThrownBy(() -> program.run(0, 1))
                    .withMessageContaining("[1, 64, 2] is closed");
            samples.close();
        }
    }

    @Test
    void shouldRefuseToCloseABufferInTheRewardOfTheRunThatUsesIt() {
        AtomicReference<RuntimeException> refusal = new AtomicReference<>();
        HostReward reward = batch -> {
            unused.close();
            try {
                samples.close();
            } catch (IllegalStateException e) {
                refusal.set(e);
            }
            for (int i = 0; i < batch.size(); i++) {
                batch.reward(i, 1);
            }
        };
        try (Program program = rows.program(reward, 1)) {
            program.run(0, 0);
            assertThat(refusal.get()).hasMessageContaining("nor close its buffers");
            assertThat(program.run(0, 1).hostRewards().evaluated()).isEqualTo(ROWS);
            assertThat(samples.floats()).containsOnly(0);
        }
    }

    /** Fails where the thread ends instead, because the buffer is freed beneath the run. */
    private static void awaitWaiting(Thread thread) throws InterruptedException {
        Thread.State state = thread.getState();
        while (state != Thread.State.WAITING) {
            assertThat(state).isNotEqualTo(Thread.State.TERMINATED);
            Thread.sleep(1);
            state = thread.getState();
        }
    }
}
