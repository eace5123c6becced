package io.github.diffusionelites.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cancellation in the population-wide part, which is not cut off: it would leave a proposal half refitted. */
@Timeout(60)
class CpuCancelTest {

    private static final int SIDE = 1024;
    private static final int UNTOUCHED = -7;

    @Test
    void shouldFinishTheRunAndEndTheNextOne() throws Exception {
        try (Device device = Devices.open("cpu");
                Buffer small = device.allocate(ElementType.F32, 1, 1, 1);
                Buffer smallFactor = device.allocate(ElementType.F32, 1, 1, 1);
                Buffer begun = device.allocate(ElementType.I32, 1);
                Buffer large = device.allocate(ElementType.F32, 1, SIDE, SIDE);
                Buffer largeFactor = device.allocate(ElementType.F32, 1, SIDE, SIDE);
                Buffer done = device.allocate(ElementType.I32, 1)) {
            for (int i = 0; i < SIDE; i++) {
                large.write((long) i * SIDE + i, new float[] {1});
            }
            small.write(0, new float[] {1});
            Recorder recorder = new Recorder(1, 1);
            recorder.cholesky(small, smallFactor, begun);
            recorder.cholesky(large, largeFactor, done);
            try (Program program = device.compile(recorder.finish(), PlanOptions.AUTO)) {
                begun.write(0, new int[] {UNTOUCHED});
                done.write(0, new int[] {UNTOUCHED});
                CompletableFuture<Void> run = CompletableFuture.runAsync(() -> program.run(0, 0));
                while (begun.ints()[0] == UNTOUCHED && !run.isDone()) {
                    Thread.onSpinWait();
                }
                program.cancel();
                run.get(30, TimeUnit.SECONDS);
                assertThat(done.ints()).containsExactly(1);
                done.write(0, new int[] {UNTOUCHED});
                assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> program.run(0, 1));
                assertThat(done.ints()).containsExactly(UNTOUCHED);
                program.run(0, 1);
                assertThat(done.ints()).containsExactly(1);
            }
        }
    }
}
