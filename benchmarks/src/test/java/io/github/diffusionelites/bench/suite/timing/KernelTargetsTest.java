package io.github.diffusionelites.bench.suite.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import org.junit.jupiter.api.Test;

/** Six tenths of what is realistic, so that times may be longer by ten sixths. */
class KernelTargetsTest {

    @Test
    void shouldAskForSixTenthsOfWhatIsRealistic() {
        try (Device device = Devices.open("cpu");
                DeviceBuffers buffers = new DeviceBuffers(device, 1)) {
            Recorder recorder = new Recorder(1, 16_384);
            Rows.Stored rows = recorder.rows(buffers.floats(1, 16_384, 2));
            recorder.sampleDiagonal(rows, buffers.floats(1, 2), buffers.floats(1, 2), buffers.ids(1));
            Operation sample = recorder.finish().individualPart().getLast();
            assertThat(KernelTargets.seconds("W6", sample, 16_384, Work.NONE, 0.85))
                    .isEqualTo(1, within(1e-12));

            recorder.convolve(
                    recorder.load(rows, 2, 1),
                    Convolution1d.linear(Constant.of(new float[4], 2, 2), null),
                    Epilogue.NONE);
            Operation convolve = recorder.finish().individualPart().getLast();
            Work work = Work.NONE.products(790e12, true);
            assertThat(KernelTargets.seconds("W2", convolve, 16_384, work, 1))
                    .isEqualTo(1 / (0.6 * 0.475), within(1e-9));
            assertThat(KernelTargets.seconds("W4", convolve, 16_384, work, 1))
                    .isEqualTo(1 / (0.6 * 0.625), within(1e-9));

            assertThat(KernelTargets.seconds("W2", convolve, 16_384, work, 6))
                    .as("of what is bound by memory")
                    .isEqualTo(10, within(1e-9));

            recorder.select(buffers.floats(1, 16_384), buffers.settings(1, 16_384, 10), buffers.selection(1, 16_384));
            Operation select = recorder.finish().populationPart().getLast();
            assertThat(KernelTargets.seconds("W2", select, 16_384, Work.NONE, 0))
                    .isEqualTo(7e-6 / 0.6, within(1e-12));

            recorder.gather(rows, buffers.selection(1, 16_384), buffers.floats(1, 10, 2));
            Operation gather = recorder.finish().populationPart().getLast();
            assertThat(KernelTargets.seconds("W2", gather, 16_384, Work.NONE, 1))
                    .isZero();
        }
    }
}
