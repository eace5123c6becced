package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.SamplerCoefficients;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Latents that a network reads as soon as they are drawn go to its first feature map without another kernel. */
@ExtendWith(OnEmulator.class)
class CudaLatentInputTest {

    private static final int ROWS = 9;
    private static final int CHANNELS = 2;
    private static final int LENGTH = 3;
    private static final int WIDTH = CHANNELS * LENGTH;

    /** The network's output and nothing else. */
    private static final SamplerCoefficients OUTPUT =
            new SamplerCoefficients(0, 1, Float.MAX_VALUE, 0, 0, 0, 1, 0, 0, 1);

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void shouldDrawTheNetworksInputAtOnce(Precision precision) {
        try (Device device = EmulatedDevice.open(CudaBinding.FFM);
                Buffer latents = device.allocate(ElementType.F32, 1, ROWS, WIDTH);
                Buffer read = device.allocate(ElementType.F32, 1, ROWS, WIDTH);
                Buffer mean = device.allocate(ElementType.F32, 1, WIDTH);
                Buffer deviation = device.allocate(ElementType.F32, 1, WIDTH);
                Buffer ids = device.allocate(ElementType.I32, 1)) {
            deviation.write(0, new float[] {1, 2, 3, 4, 5, 6});
            Recorder recorder = new Recorder(1, ROWS);
            Rows.Stored rows = recorder.rows(latents);
            recorder.sampleDiagonal(rows, mean, deviation, ids);
            Features input = recorder.load(rows, CHANNELS, LENGTH);
            Rows output = recorder.updateSampler(rows, input, OUTPUT, NoiseIdentity.own(ids));
            Constant one = Constant.of(new float[] {1}, 1);
            recorder.affine(output, recorder.rows(read), one, Constant.of(new float[1], 1));
            PlanOptions options = new PlanOptions(4, 2, precision);
            try (Program program = device.compile(recorder.finish(), options)) {
                assertThat(program.kernels())
                        .contains("sample_diagonal")
                        .noneMatch(kernel -> kernel.startsWith("load"));
                program.run(7, 3);
            }
            float[] drawn = latents.floats();
            float[] seen = read.floats();
            for (int i = 0; i < drawn.length; i++) {
                double rounding = precision == Precision.BFLOAT16 ? Math.abs(drawn[i]) * 0x1p-8 : 0;
                assertThat((double) seen[i]).isBetween(drawn[i] - rounding, drawn[i] + rounding);
            }
            assertThat(drawn).doesNotContain(0);
        }
    }
}
