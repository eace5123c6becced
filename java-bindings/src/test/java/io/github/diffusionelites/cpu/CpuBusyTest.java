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
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Recording;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lanes do one thing at a time: what would disturb a run is refused, and the run goes on. */
@Timeout(60)
class CpuBusyTest {

    private static final int ROWS = ScoredRows.ROWS;

    private final Device device = Devices.open("cpu");
    private final ScoredRows rows = ScoredRows.on(device);
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
        try (Program program = rows.program(reward, 0)) {
            assertThat(program.run(0, 0).hostRewards().evaluated()).isEqualTo(ROWS);
            assertThat(refusal.get()).hasMessageContaining("running or compiling a program");
            assertThat(rows.rewards().floats()[ROWS - 1]).isEqualTo(ROWS - 1);
            device.compile(network, PlanOptions.AUTO).close();
        }
    }

    @Test
    void shouldRefuseToCompileWhileAnotherThreadRunsAProgram() throws Exception {
        WaitingReward waiting = new WaitingReward();
        try (Program program = rows.program(waiting, 0)) {
            CompletableFuture<Void> run = CompletableFuture.runAsync(() -> program.run(0, 0));
            waiting.awaitEntry();
            try {
                assertThatIllegalStateException()
                        .isThrownBy(() -> device.compile(network(), PlanOptions.AUTO))
                        .withMessageContaining("running or compiling a program");
            } finally {
                waiting.release();
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
