package io.github.diffusionelites.device.conformance;

import io.github.diffusionelites.device.Activation;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Norm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions with every epilogue. */
public abstract class ConvolutionConformance extends DeviceConformance {

    /** Kernels that networks use, with stride, padding and upsampling. */
    enum Geometry {
        POINT(1, 1, 0, false),
        THREE(3, 1, 1, false),
        FIVE(5, 1, 2, false),
        SEVEN(7, 1, 3, false),
        FOUR_UNPADDED(4, 1, 0, false),
        DOWN_THREE(3, 2, 1, false),
        DOWN_FOUR(4, 2, 1, false),
        UP_THREE(3, 1, 1, true),
        UP_FIVE(5, 1, 2, true);

        private final int kernel;
        private final int stride;
        private final int padding;
        private final boolean upsample;

        Geometry(int kernel, int stride, int padding, boolean upsample) {
            this.kernel = kernel;
            this.stride = stride;
            this.padding = padding;
            this.upsample = upsample;
        }

        boolean fits(int length) {
            return (upsample ? 2 * length : length) + 2 * padding >= kernel;
        }
    }

    private static final int[] CHANNELS = {1, 2, 32, 33, 64, 128, 384};
    private static final int[] LENGTHS = {1, 2, 4, 7, 8, 16, 31, 32};

    /** Largest difference of an element, relative to the largest magnitude of its row. */
    protected double tolerance() {
        return 1e-5;
    }

    @ParameterizedTest
    @EnumSource(Geometry.class)
    void shouldConvolveEveryLength(Geometry geometry) {
        for (int length = 1; length <= 32; length++) {
            if (geometry.fits(length)) {
                check(geometry, 3, 5, length, 1 + length % 9, false, Epilogue.NONE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Geometry.class)
    void shouldConvolveEveryNumberOfChannels(Geometry geometry) {
        int turn = geometry.ordinal();
        for (int out : CHANNELS) {
            int in = CHANNELS[turn++ % CHANNELS.length];
            int length = in * out > 1 << 14 ? 8 : LENGTHS[turn % LENGTHS.length];
            if (geometry.fits(length)) {
                check(geometry, in, out, length, 3, turn % 2 == 0, Epilogue.NONE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rowCounts")
    void shouldConvolveAnyNumberOfRows(int rows) {
        check(Geometry.FIVE, 4, 32, 16, rows, true, Epilogue.NONE);
    }

    @ParameterizedTest
    @EnumSource(Geometry.class)
    void shouldGiveARowTheSameBitsAtEveryPlaceOfATile(Geometry geometry) {
        for (int length : LENGTHS) {
            if (geometry.fits(length)) {
                Convolution1d convolution = convolution(geometry, 33, 65, true);
                new LayerCase(this, 1, 80, tolerance())
                        .checkPlaces(
                                33,
                                length,
                                65 * convolution.outLength(length),
                                (on, sources) ->
                                        on.recorder().convolve(sources.getFirst(), convolution, Epilogue.NONE));
            }
        }
    }

    /** Products of odd numbers of channels must not reach for what follows in memory, not even to multiply it by zero. */
    @ParameterizedTest
    @EnumSource(Geometry.class)
    void shouldKeepNanInItsRow(Geometry geometry) {
        int rows = 37;
        int length = 8;
        for (int in : new int[] {1, 2, 3, 5, 8, 12, 16, 33, 34, 48, 80}) {
            float[] values = normals(rows * in * length, 1);
            for (int row = 1; row < rows; row += 2) {
                Arrays.fill(values, row * in * length, (row + 1) * in * length, Float.NaN);
            }
            Convolution1d convolution = convolution(geometry, in, 7, true);
            new LayerCase(this, 1, rows, tolerance())
                    .check(
                            List.of(new LayerCase.Input(in, length, values)),
                            7 * convolution.outLength(length),
                            (on, sources) -> on.recorder().convolve(sources.getFirst(), convolution, Epilogue.NONE));
        }
    }

    static IntStream rowCounts() {
        return IntStream.of(1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 65);
    }

    @ParameterizedTest
    @MethodSource("epilogues")
    void shouldApplyEveryEpilogue(String norm, boolean modulated, Activation activation, boolean residual) {
        int turn = 0;
        for (int out : new int[] {8, 32, 40, 64, 128, 384}) {
            // Of three geometries one is met with this number of channels, and each with some.
            for (int g = turn % 3; g < Geometry.values().length; g += 3) {
                Geometry geometry = Geometry.values()[g];
                int length = LENGTHS[(turn + g) % LENGTHS.length];
                applyEpilogue(geometry, out, geometry.fits(length) ? length : 8, norm, modulated, activation, residual);
            }
            turn++;
        }
    }

    static Stream<Arguments> epilogues() {
        List<Arguments> all = new ArrayList<>();
        for (String norm : new String[] {"none", "group", "rms"}) {
            for (boolean modulated : new boolean[] {false, true}) {
                for (Activation activation : Activation.values()) {
                    for (boolean residual : new boolean[] {false, true}) {
                        all.add(Arguments.of(norm, modulated, activation, residual));
                    }
                }
            }
        }
        return all.stream();
    }

    private void applyEpilogue(
            Geometry geometry,
            int out,
            int length,
            String normName,
            boolean modulated,
            Activation activation,
            boolean withResidual) {
        Convolution1d convolution = convolution(geometry, 16, out, true);
        Norm norm = switch (normName) {
            case "group" -> LayerCase.group(this, 8, out, convolution.outLength(length));
            case "rms" -> LayerCase.rms(this, out);
            default -> Norm.NONE;
        };
        Constant scaleShift = modulated ? Constant.of(normals(2 * out, 1), 2, out) : null;
        int outLength = convolution.outLength(length);
        List<LayerCase.Input> inputs = withResidual
                ? List.of(new LayerCase.Input(16, length), new LayerCase.Input(out, outLength))
                : List.of(new LayerCase.Input(16, length));
        new LayerCase(this, 1, 3, tolerance()).check(inputs, out * outLength, (on, sources) -> {
            Epilogue epilogue = new Epilogue(norm, scaleShift, activation, withResidual ? sources.get(1) : null);
            return on.recorder().convolve(sources.get(0), convolution, epilogue);
        });
    }

    @Test
    void shouldAddTheSourceItselfAsAResidual() {
        Convolution1d convolution = convolution(Geometry.THREE, 32, 32, true);
        Norm norm = LayerCase.group(this, 8, 32, 9);
        new LayerCase(this, 2, 5, tolerance()).check(List.of(new LayerCase.Input(32, 9)), 32 * 9, (on, sources) -> {
            Epilogue epilogue = new Epilogue(norm, null, Activation.SILU, sources.getFirst());
            return on.recorder().convolve(sources.getFirst(), convolution, epilogue);
        });
    }

    @Test
    void shouldRunConvolutionsOneAfterTheOther() {
        Convolution1d first = convolution(Geometry.FIVE, 6, 32, true);
        Convolution1d down = convolution(Geometry.DOWN_THREE, 32, 64, true);
        Convolution1d up = convolution(Geometry.UP_THREE, 64, 32, true);
        Convolution1d last = convolution(Geometry.POINT, 32, 6, true);
        Norm norm = LayerCase.group(this, 8, 32, 16);
        new LayerCase(this, 3, 7, tolerance()).check(List.of(new LayerCase.Input(6, 16)), 6 * 16, (on, sources) -> {
            var skip =
                    on.recorder().convolve(sources.getFirst(), first, new Epilogue(norm, null, Activation.SILU, null));
            var low = on.recorder().convolve(skip, down, Epilogue.NONE);
            var high = on.recorder().convolve(low, up, new Epilogue(norm, null, Activation.SILU, skip));
            return on.recorder().convolve(high, last, Epilogue.NONE);
        });
    }

    private void check(Geometry geometry, int in, int out, int length, int rows, boolean biased, Epilogue epilogue) {
        Convolution1d convolution = convolution(geometry, in, out, biased);
        new LayerCase(this, 1, rows, tolerance())
                .check(
                        List.of(new LayerCase.Input(in, length)),
                        out * convolution.outLength(length),
                        (on, sources) -> on.recorder().convolve(sources.getFirst(), convolution, epilogue));
    }

    private Convolution1d convolution(Geometry geometry, int in, int out, boolean biased) {
        int taps = in * geometry.kernel;
        Constant weight = Constant.of(normals(out * taps, 1 / Math.sqrt(taps)), out, in, geometry.kernel);
        Constant bias = biased ? Constant.of(normals(out, 1), out) : null;
        return new Convolution1d(weight, bias, geometry.stride, geometry.padding, geometry.upsample);
    }
}
