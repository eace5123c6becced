package io.github.diffusionelites.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.diffusionelites.device.Activation;
import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.SamplerCoefficients;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the vectors are wide, layers have the same bits. */
class InstructionSetTest {

    private static final int ROWS = 37;
    private static final int CHANNELS = 96;
    private static final int LENGTH = 11;

    @Test
    void shouldGiveTheSameBitsInEveryInstructionSet() throws Exception {
        try (Device device = Devices.open("cpu")) {
            assumeThat(device.info().instructionSet())
                    .as("what the processor has, which must be more than one to compare")
                    .contains("AVX-512");
        }
        String narrow = ChildJava.run(Layers.class, "-D" + InstructionSet.PROPERTY + "=avx2");
        assertThat(ChildJava.run(Layers.class, "-D" + InstructionSet.PROPERTY + "=avx512"))
                .isEqualTo(narrow)
                .contains("BFLOAT16");
    }

    /** Prints a number for each kind of layer and each precision, made of all bits of its result. */
    static final class Layers {

        /** The network's output and nothing else. */
        private static final SamplerCoefficients OUTPUT =
                new SamplerCoefficients(0, 1, Float.MAX_VALUE, 0, 0, 0, 1, 0, 0, 1);

        private static final Random RANDOM = new Random(1);
        private static final float[] VALUES = normals(ROWS * CHANNELS * LENGTH);

        /** Every sum has one term that is not zero, so that the order of terms does not show. */
        private static final Convolution1d IDENTITY = new Convolution1d(diagonal(1), null, 1, 0, false);

        private static final Convolution1d LARGE = new Convolution1d(diagonal(32), null, 1, 0, false);

        private static final Constant GAIN = Constant.of(normals(CHANNELS), CHANNELS);
        private static final Constant SCALE_SHIFT = Constant.of(normals(2 * CHANNELS), 2, CHANNELS);

        private Layers() {}

        public static void main(String[] arguments) {
            try (Device device = Devices.open("cpu")) {
                for (Precision precision : new Precision[] {Precision.FLOAT32, Precision.BFLOAT16}) {
                    print(device, precision, "rms", (recorder, x) -> recorder.normalize(x, new Norm.Rms(GAIN)));
                    for (Activation activation : Activation.values()) {
                        for (int groups : new int[] {3, 8, CHANNELS}) {
                            Norm norm = new Norm.Group(groups, GAIN, GAIN, 1e-5f);
                            print(
                                    device,
                                    precision,
                                    activation + " of " + groups,
                                    (recorder, x) -> recorder.convolve(
                                            x, IDENTITY, new Epilogue(norm, SCALE_SHIFT, activation, x)));
                        }
                        Epilogue alone = new Epilogue(Norm.NONE, null, activation, null);
                        print(
                                device,
                                precision,
                                activation.toString(),
                                (recorder, x) -> recorder.convolve(x, IDENTITY, alone));
                    }
                    for (int heads : new int[] {1, 2, 4}) {
                        print(device, precision, heads + " heads", (recorder, x) -> recorder.attend(x, heads));
                        print(device, precision, heads + " linear", (recorder, x) -> recorder.attendLinearly(x, heads));
                        // Logits so large that the largest is subtracted first.
                        print(
                                device,
                                precision,
                                heads + " linear, large",
                                (recorder, x) ->
                                        recorder.attendLinearly(recorder.convolve(x, LARGE, Epilogue.NONE), heads));
                    }
                }
            }
        }

        private interface Layer {
            Features on(Recorder recorder, Features source);
        }

        private static void print(Device device, Precision precision, String name, Layer layer) {
            float[] result = run(device, precision, layer);
            for (float number : result) {
                if (Float.isNaN(number)) {
                    throw new IllegalStateException(precision + " " + name + " gives NaN");
                }
            }
            System.out.println(precision + " " + name + " " + Arrays.hashCode(result));
        }

        private static float[] run(Device device, Precision precision, Layer layer) {
            try (Buffer source = device.allocate(ElementType.F32, 1, ROWS, CHANNELS * LENGTH);
                    Buffer ids = device.allocate(ElementType.I32, 1)) {
                source.write(0, VALUES);
                Recorder recorder = new Recorder(1, ROWS);
                Features result = layer.on(recorder, recorder.load(recorder.rows(source), CHANNELS, LENGTH));
                int width = result.channels() * LENGTH;
                try (Buffer zeros = device.allocate(ElementType.F32, 1, ROWS, width);
                        Buffer target = device.allocate(ElementType.F32, 1, ROWS, width)) {
                    Rows last = recorder.updateSampler(recorder.rows(zeros), result, OUTPUT, NoiseIdentity.own(ids));
                    Constant one = Constant.of(new float[] {1}, 1);
                    recorder.affine(last, recorder.rows(target), one, Constant.of(new float[1], 1));
                    try (Program program =
                            device.compile(recorder.finish(), PlanOptions.AUTO.withPrecision(precision))) {
                        program.run(1, 1);
                    }
                    return target.floats();
                }
            }
        }

        private static Constant diagonal(float factor) {
            float[] weight = new float[CHANNELS * CHANNELS];
            for (int c = 0; c < CHANNELS; c++) {
                weight[c * CHANNELS + c] = factor;
            }
            return Constant.of(weight, CHANNELS, CHANNELS, 1);
        }

        private static float[] normals(int count) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = (float) RANDOM.nextGaussian();
            }
            return values;
        }
    }
}
