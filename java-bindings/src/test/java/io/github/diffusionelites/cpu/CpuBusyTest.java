package io.github.diffusionelites.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceException;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Recording;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lanes do one thing at a time: what would disturb a run is refused, and the run goes on. */
@Timeout(60)
class CpuBusyTest {

    private static final int ROWS = 64;

    private final Device device = Devices.open("cpu");
    private final Buffer samples = device.allocate(ElementType.F32, 1, ROWS, 2);
    private final Buffer rewards = device.allocate(ElementType.F32, 1, ROWS);
    private final AtomicReference<RuntimeException> refusal = new AtomicReference<>();

    @AfterEach
    void closeDevice() {
        device.close();
    }

    @Test
    void shouldRefuseToCompileInTheRewardOfARun() {
        Recording network = network();
        HostReward reward = batch -> {
            try (Program inner = device.compile(network, PlanOptions.AUTO)) {
                assertThat(inner.plan().rows()).isEqualTo(1);
            } catch (IllegalStateException e) {
                refusal.set(e);
            }
            for (int i = 0; i < batch.size(); i++) {
                batch.reward(i, batch.individual(i));
            }
        };
        try (Program program = scored(reward)) {
            assertThat(program.run(0, 0).hostRewards().evaluated()).isEqualTo(ROWS);
            assertThat(refusal.get()).hasMessageContaining("running or compiling a program");
            assertThat(rewards.floats()[ROWS - 1]).isEqualTo(ROWS - 1);
            device.compile(network, PlanOptions.AUTO).close();
        }
    }

    @Test
    void shouldRefuseToCompileWhileAnotherThreadRunsAProgram() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        HostReward reward = batch -> {
            entered.countDown();
            await(release);
        };
        try (Program program = scored(reward)) {
            CompletableFuture<Void> run = CompletableFuture.runAsync(() -> program.run(0, 0));
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
            try {
                assertThatIllegalStateException()
                        .isThrownBy(() -> device.compile(network(), PlanOptions.AUTO))
                        .withMessageContaining("running or compiling a program");
            } finally {
                release.countDown();
            }
            run.get(30, TimeUnit.SECONDS);
        }
    }

    /** What holds where callers of the native library forget to ask. */
    @Test
    void shouldRefuseASecondTaskForTheLanes() {
        long lanes = ElitesAbi.openDevice(1);
        long program = ElitesAbi.createProgram(lanes, 1, ElitesAbi.tile(), 0, Precision.FLOAT32, true);
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(() -> ElitesAbi.start(program, 0, 0))
                .withMessageContaining("is prepared before it is started");
        ElitesAbi.prepare(program, ElitesAbi.tile(), 1, 0);
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(() -> ElitesAbi.prepare(program, ElitesAbi.tile(), 1, 0))
                .withMessageContaining("is prepared once");
        try (Arena arena = Arena.ofConfined()) {
            long weight = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1).address();
            ElitesAbi.start(program, 0, 0);
            assertThatExceptionOfType(DeviceException.class)
                    .isThrownBy(() -> ElitesAbi.start(program, 0, 1))
                    .withMessageContaining("The lanes of the device are at work");
            assertThatExceptionOfType(DeviceException.class)
                    .isThrownBy(() -> ElitesAbi.createConvolution(
                            lanes, 1, 1, 1, 1, 0, false, 1, Precision.FLOAT32, true, weight, 0))
                    .withMessageContaining("The lanes of the device are at work");
            assertThat(ElitesAbi.nextChunk(program)).isZero();
            assertThat(ElitesAbi.nextChunk(program)).isEqualTo(-1);
            assertThat(ElitesAbi.finish(program, false)).isNotNull();
            ElitesAbi.destroyConvolution(
                    ElitesAbi.createConvolution(lanes, 1, 1, 1, 1, 0, false, 1, Precision.FLOAT32, true, weight, 0));
        } finally {
            ElitesAbi.destroyProgram(program);
            ElitesAbi.closeDevice(lanes);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("Nobody interrupts this reward.", e);
        }
    }

    private Program scored(HostReward reward) {
        Recorder recorder = new Recorder(1, ROWS);
        Constant zero = Constant.of(new float[1], 1);
        recorder.affine(recorder.rows(samples), recorder.rows(samples), zero, zero);
        recorder.scoreOnHost(recorder.rows(samples), rewards, reward, HostRewardSettings.DEFAULT);
        return device.compile(recorder.finish(), new PlanOptions(16, 0));
    }

    /** A recording whose weights have to be packed. */
    private Recording network() {
        Recorder recorder = new Recorder(1, 1);
        Buffer rows = device.allocate(ElementType.F32, 1, 1, 2);
        recorder.linear(
                recorder.load(recorder.rows(rows), 2, 1),
                Convolution1d.linear(Constant.of(new float[4], 2, 2), null),
                Epilogue.NONE);
        return recorder.finish();
    }
}
