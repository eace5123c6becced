package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.SamplerCoefficients;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks in bfloat16: what is rounded, how far that leads, and that nothing else decides. */
public abstract class ReducedPrecisionConformance extends DeviceConformance {

    private static final PlanOptions FLOAT32 = PlanOptions.AUTO.withPrecision(Precision.FLOAT32);
    private static final PlanOptions BFLOAT16 = PlanOptions.AUTO.withPrecision(Precision.BFLOAT16);
    private static final int WIDTH = SmallNetwork.WIDTH;

    /** The network's output and nothing else. */
    private static final SamplerCoefficients OUTPUT =
            new SamplerCoefficients(0, 1, Float.MAX_VALUE, 0, 0, 0, 1, 0, 0, 1);

    @Test
    void shouldStoreFeaturesAsTheNearestBfloat16() {
        // Ties, neighbours of ties, zeros, denormals, the largest numbers, infinities, NaN.
        int[] patterns = {
            0x3F808000, 0x3F818000, 0x3F807FFF, 0x3F808001, 0xBF808000, 0x00000000, 0x80000000, 0x00000001, 0x00008000,
            0x00008001, 0x00018000, 0x7F7F7FFF, 0x7F7F8000, 0x7F800000, 0xFF800000, 0x7FC00000, 0x7F800001, 0xFF80FFFF
        };
        float[] values = new float[4096];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(i < patterns.length ? patterns[i] : random().nextInt());
        }
        Convolution1d identity = new Convolution1d(Constant.of(new float[] {1}, 1, 1, 1), null, 1, 0, false);
        float[] result = run(values, BFLOAT16, (recorder, state) -> recorder.load(state, 1, 1));
        float[] product = run(
                values,
                BFLOAT16,
                (recorder, state) -> recorder.convolve(recorder.load(state, 1, 1), identity, Epilogue.NONE));
        for (int i = 0; i < values.length; i++) {
            float expected = nearestBfloat16(values[i]);
            assertThat(Float.valueOf(result[i] + 0f)).as("%s loaded", values[i]).isEqualTo(read(expected));
            if (Math.abs(expected) >= Float.MIN_NORMAL || expected == 0) {
                assertThat(Float.valueOf(product[i] + 0f))
                        .as("%s multiplied by 1", values[i])
                        .isEqualTo(read(expected));
            }
        }
    }

    /** The sampler multiplies some features by nothing, which leaves NaN of an infinity. */
    private static Float read(float value) {
        return Float.isInfinite(value) ? Float.NaN : value + 0f;
    }

    private static float nearestBfloat16(float value) {
        if (Float.isNaN(value)) {
            return Float.NaN;
        }
        float below = Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xFFFF0000);
        float above = Float.intBitsToFloat((Float.floatToRawIntBits(value) & 0xFFFF0000) + 0x10000);
        if (Float.isInfinite(value) || below == value) {
            return value;
        }
        // Beyond the largest number stands the one that its exponent range would hold next.
        double next = Float.isInfinite(above) ? Math.copySign(0x1p128, value) : above;
        double middle = ((double) below + next) / 2;
        boolean belowIsEven = (Float.floatToRawIntBits(below) & 0x10000) == 0;
        boolean toBelow = Math.abs(value) < Math.abs(middle) || (value == middle && belowIsEven);
        return toBelow ? below : above;
    }

    @Test
    void shouldStayCloseToFloat32WithoutBeingIt() {
        float[] states = normals(200 * WIDTH, 1);
        SmallNetwork network = new SmallNetwork(new Random(SEED));
        float[] full = denoise(network, states, FLOAT32);
        float[] reduced = denoise(network, states, BFLOAT16);
        double difference = 0;
        double square = 0;
        for (int i = 0; i < full.length; i++) {
            difference += Math.pow(reduced[i] - full[i], 2);
            square += Math.pow(full[i], 2);
        }
        // Roundings of 2^-9 in a dozen layers; sums average most of them out.
        assertThat(Math.sqrt(difference / square)).isBetween(1e-4, 2e-2);
    }

    @ParameterizedTest
    @CsvSource({"16,1", "16,2", "48,1", "64,2", "1000,2"})
    void shouldNotDependOnChunksAndLanes(int chunkRows, int lanes) {
        float[] states = normals(150 * WIDTH, 1);
        SmallNetwork network = new SmallNetwork(new Random(SEED));
        float[] usual = denoise(network, states, BFLOAT16);
        assertThat(denoise(network, states, new PlanOptions(chunkRows, lanes, Precision.BFLOAT16)))
                .isEqualTo(usual);
    }

    @Test
    void shouldSayWhichPrecisionItChose() {
        try (Buffer state = device().allocate(ElementType.F32, 1, 3, WIDTH)) {
            for (Precision wish : Precision.values()) {
                Recorder recorder = new Recorder(1, 3);
                recorder.load(recorder.rows(state), SmallNetwork.CHANNELS, SmallNetwork.LENGTH);
                try (Program program = device().compile(recorder.finish(), PlanOptions.AUTO.withPrecision(wish))) {
                    Precision chosen = program.plan().precision();
                    assertThat(chosen).isNotEqualTo(Precision.AUTO);
                    assertThat(wish == Precision.AUTO || wish == chosen)
                            .as("%s for %s", chosen, wish)
                            .isTrue();
                }
            }
        }
    }

    private float[] denoise(SmallNetwork network, float[] states, PlanOptions options) {
        int rows = states.length / WIDTH;
        try (Buffer state = device().allocate(ElementType.F32, 1, rows, WIDTH);
                Buffer result = device().allocate(ElementType.F32, 1, rows, WIDTH);
                Buffer ids = device().allocate(ElementType.I32, 1)) {
            state.write(0, states);
            Recorder recorder = new Recorder(1, rows);
            Rows.Scratch last = network.denoise(recorder, recorder.rows(state), NoiseIdentity.own(ids));
            store(recorder, last, result);
            try (Program program = device().compile(recorder.finish(), options)) {
                program.run(12345, 6);
            }
            return result.floats();
        }
    }

    /** Runs features of one channel and position; returns what a sampler reads of them. */
    private float[] run(float[] values, PlanOptions options, BiFunction<Recorder, Rows, Features> network) {
        int rows = values.length;
        try (Buffer state = device().allocate(ElementType.F32, 1, rows, 1);
                Buffer zeros = device().allocate(ElementType.F32, 1, rows, 1);
                Buffer result = device().allocate(ElementType.F32, 1, rows, 1);
                Buffer ids = device().allocate(ElementType.I32, 1)) {
            state.write(0, values);
            Recorder recorder = new Recorder(1, rows);
            Rows states = recorder.rows(state);
            Features output = network.apply(recorder, states);
            // The state of the sampler is another, since an infinity times nothing is NaN.
            store(
                    recorder,
                    recorder.updateSampler(recorder.rows(zeros), output, OUTPUT, NoiseIdentity.own(ids)),
                    result);
            try (Program program = device().compile(recorder.finish(), options)) {
                program.run(1, 1);
            }
            return result.floats();
        }
    }

    private static void store(Recorder recorder, Rows from, Buffer to) {
        recorder.affine(from, recorder.rows(to), Constant.of(new float[] {1}, 1), Constant.of(new float[1], 1));
    }
}
