package io.github.diffusionelites.device.conformance;

import io.github.diffusionelites.device.Activation;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.Recorder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Linear layers and the networks of vectors that are made of them. */
public abstract class ResidualMlpConformance extends DeviceConformance {

    /** Of the numbers that bfloat16 has, too. */
    private static final float LARGEST = 0x1.FEp127f;

    /** Largest difference of an element, relative to the largest magnitude of its row. */
    protected double tolerance() {
        return 1e-5;
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1",
        "1,2,7",
        "2,1,8",
        "7,9,9",
        "8,8,16",
        "9,7,17",
        "31,33,5",
        "32,32,31",
        "33,31,33",
        "64,300,3",
        "300,64,3",
        "255,257,2",
        "300,1,4"
    })
    void shouldMultiplyVectors(int in, int out, int rows) {
        for (boolean biased : new boolean[] {false, true}) {
            Convolution1d layer = linear(in, out, biased);
            new LayerCase(this, 1, rows, tolerance())
                    .check(
                            List.of(new LayerCase.Input(in, 1)),
                            out,
                            (on, sources) -> on.recorder().linear(sources.getFirst(), layer, Epilogue.NONE));
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void shouldActivateNumbersOfEverySize(Activation activation) {
        // Each row holds numbers of one size, so that small results are held to small errors.
        float[] scales = {1e-30f, 1e-6f, 1e-2f, 0.5f, 1, 3, 10, 50, 1e3f, 1e6f, 1e30f};
        int width = 64;
        float[] values = new float[scales.length * width];
        for (int row = 0; row < scales.length; row++) {
            for (int e = 0; e < width; e++) {
                values[row * width + e] = (float) (scales[row] * random().nextDouble(-1, 1));
            }
            values[row * width] = scales[row];
        }
        activate(activation, values, scales.length, width);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void shouldActivateInfinitiesAndNothing(Activation activation) {
        float[] values = {0, -0f, Float.POSITIVE_INFINITY, Float.NaN, 20, 20.5f, 88, 89, 14, 14.5f, LARGEST};
        activate(activation, values, values.length, 1);
    }

    private void activate(Activation activation, float[] values, int rows, int width) {
        // Each channel gets itself, so that the convolution changes nothing.
        Convolution1d identity = Convolution1d.linear(Constant.of(new float[] {1}, 1, 1), null);
        new LayerCase(this, 1, rows, tolerance())
                .check(
                        List.of(new LayerCase.Input(1, width, values)),
                        width,
                        (on, sources) -> on.recorder()
                                .convolve(
                                        sources.getFirst(), identity, new Epilogue(Norm.NONE, null, activation, null)));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,3", "7,8", "8,7", "9,16", "31,32", "32,33", "33,64", "100,128", "255,31", "300,256", "64,300"
    })
    void shouldRunResidualBlocks(int width, int hidden) {
        for (Activation activation : Activation.values()) {
            Block block = new Block(width, hidden, activation);
            new LayerCase(this, 2, 9, tolerance())
                    .check(
                            List.of(new LayerCase.Input(width, 1)),
                            width,
                            (on, sources) -> block.record(on.recorder(), sources.getFirst()));
        }
    }

    @Test
    void shouldRunAStackOfBlocks() {
        List<Block> blocks = List.of(
                new Block(48, 96, Activation.MISH),
                new Block(48, 96, Activation.GELU),
                new Block(48, 100, Activation.SILU));
        Convolution1d into = linear(10, 48, true);
        Convolution1d out = linear(48, 10, true);
        new LayerCase(this, 3, 17, tolerance()).check(List.of(new LayerCase.Input(10, 1)), 10, (on, sources) -> {
            Features hidden = on.recorder().linear(sources.getFirst(), into, Epilogue.NONE);
            for (Block block : blocks) {
                hidden = block.record(on.recorder(), hidden);
            }
            return on.recorder().linear(hidden, out, Epilogue.NONE);
        });
    }

    private Convolution1d linear(int in, int out, boolean biased) {
        Constant weight = Constant.of(normals(out * in, 1 / Math.sqrt(in)), out, in);
        return Convolution1d.linear(weight, biased ? Constant.of(normals(out, 1), out) : null);
    }

    /** {@code x + W2 activation(norm(W1 x + b1) (1 + scale) + shift) + b2}. */
    private final class Block {
        private final Convolution1d first;
        private final Convolution1d second;
        private final Epilogue inner;

        Block(int width, int hidden, Activation activation) {
            first = linear(width, hidden, true);
            second = linear(hidden, width, true);
            int groups = hidden % 8 == 0 ? 4 : 1;
            Norm norm = LayerCase.group(ResidualMlpConformance.this, groups, hidden, 1);
            inner = new Epilogue(norm, Constant.of(normals(2 * hidden, 0.3), 2, hidden), activation, null);
        }

        Features record(Recorder recorder, Features source) {
            Features hidden = recorder.linear(source, first, inner);
            return recorder.linear(hidden, second, new Epilogue(Norm.NONE, null, Activation.NONE, source));
        }
    }
}
