package io.github.diffusionelites.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Buffers that are closed while a program runs: the lanes write to them until it ends. */
@Timeout(60)
class CpuBufferCloseTest {

    private static final int ROWS = 64;

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final Device device = Devices.open("cpu");
    private final Buffer samples = device.allocate(ElementType.F32, 1, ROWS, 2);
    private final Buffer rewards = device.allocate(ElementType.F32, 1, ROWS);
    private final Buffer unused = device.allocate(ElementType.F32, 1, ROWS);

    @AfterEach
    void releaseReward() {
        release.countDown();
        device.close();
    }

    @Test
    void shouldWaitForTheRunThatUsesTheBuffer() throws Exception {
        HostReward reward = batch -> {
            entered.countDown();
            awaitRelease();
            for (int i = 0; i < batch.size(); i++) {
                batch.reward(i, 1);
            }
        };
        try (Program program = program(reward)) {
            CompletableFuture<Long> run = CompletableFuture.supplyAsync(
                    () -> program.run(0, 0).hostRewards().evaluated());
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
            long free = device.freeBytes();
            unused.close();
            assertThat(device.freeBytes()).isEqualTo(free + ROWS * Float.BYTES);
            Thread closer = new Thread(samples::close);
            closer.setDaemon(true);
            closer.start();
            awaitWaiting(closer);
            assertThat(device.freeBytes()).isEqualTo(free + ROWS * Float.BYTES);
            release.countDown();
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
        try (Program program = program(reward)) {
            program.run(0, 0);
            assertThat(refusal.get()).hasMessageContaining("nor close its buffers");
            assertThat(program.run(0, 1).hostRewards().evaluated()).isEqualTo(ROWS);
            assertThat(samples.floats()).containsOnly(0);
        }
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new AssertionError("Nobody interrupts this reward.", e);
        }
    }

    private Program program(HostReward reward) {
        Recorder recorder = new Recorder(1, ROWS);
        Constant zero = Constant.of(new float[1], 1);
        recorder.affine(recorder.rows(samples), recorder.rows(samples), zero, zero);
        recorder.scoreOnHost(recorder.rows(samples), rewards, reward, HostRewardSettings.DEFAULT);
        return device.compile(recorder.finish(), new PlanOptions(16, 1));
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
