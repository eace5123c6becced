package io.github.diffusionelites.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.Activation;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.SamplerCoefficients;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The references of a network's layers against numbers worked out by hand and against invariants. */
class LayerReferenceTest {

    private static final Offset<Double> TINY = within(1e-12);

    private final Random random = new Random(20250101);

    @Test
    void shouldConvolveByHand() {
        Convolution1d convolution = convolution(new float[] {1, 2, 3}, 1, 1, 1, false);
        assertThat(ConvolveReference.apply(new double[] {4, 5, 6}, 3, convolution, Epilogue.NONE, null))
                .containsExactly(2 * 4 + 3 * 5, 4 + 2 * 5 + 3 * 6, 5 + 2 * 6);
    }

    @Test
    void shouldConvolveWithAStride() {
        Convolution1d convolution = convolution(new float[] {1, 2, 3, 4}, 1, 2, 1, false);
        assertThat(ConvolveReference.apply(new double[] {1, 10, 100, 1000}, 4, convolution, Epilogue.NONE, null))
                .containsExactly(2 + 30 + 400, 10 + 200 + 3000);
    }

    @Test
    void shouldConvolveTheRepeatedPositions() {
        Convolution1d convolution = convolution(new float[] {1, 2, 3}, 1, 1, 1, true);
        double[] repeated = {4, 4, 5, 5};
        Convolution1d plain = convolution(new float[] {1, 2, 3}, 1, 1, 1, false);
        assertThat(ConvolveReference.apply(new double[] {4, 5}, 2, convolution, Epilogue.NONE, null))
                .isEqualTo(ConvolveReference.apply(repeated, 4, plain, Epilogue.NONE, null))
                .containsExactly(20, 27, 29, 15);
    }

    @Test
    void shouldSumOverInputChannelsAndAddTheBias() {
        Constant weight = Constant.of(new float[] {1, 10, 100, 1000}, 2, 2, 1);
        Constant bias = Constant.of(new float[] {0.5f, 0.25f}, 2);
        Convolution1d convolution = new Convolution1d(weight, bias, 1, 0, false);
        assertThat(ConvolveReference.apply(new double[] {1, 2, 3, 4}, 2, convolution, Epilogue.NONE, null))
                .containsExactly(31.5, 42.5, 3100.25, 4200.25);
    }

    @Test
    void shouldApplyTheEpilogueInOrder() {
        Epilogue epilogue = new Epilogue(Norm.NONE, Constant.of(new float[] {1, 3}, 2, 1), Activation.SILU, null);
        // 2 * (1 + 1) + 3 = 7.
        assertThat(EpilogueReference.apply(new double[] {2}, 1, 1, epilogue, new double[] {100})[0])
                .isEqualTo(100 + 7 / (1 + Math.exp(-7)), TINY);
    }

    @Test
    void shouldNormaliseGroupsToMeanZeroAndVarianceOne() {
        double[] values = values(6 * 5);
        Norm norm = new Norm.Group(3, ones(6), zeros(6), 1e-12f);
        double[] normalised = NormalizeReference.apply(values, 6, 5, norm);
        for (int group = 0; group < 3; group++) {
            double[] part = Arrays.copyOfRange(normalised, group * 10, group * 10 + 10);
            assertThat(Arrays.stream(part).sum()).isEqualTo(0, within(1e-10));
            assertThat(Arrays.stream(part).map(x -> x * x).sum()).isEqualTo(10, within(1e-9));
        }
    }

    @Test
    void shouldGiveEveryChannelItsGainAndBias() {
        Norm norm = new Norm.Group(1, Constant.of(new float[] {2, 3}, 2), Constant.of(new float[] {5, 7}, 2), 1e-12f);
        assertThat(NormalizeReference.apply(new double[] {-1, -1, 1, 1}, 2, 2, norm))
                .containsExactly(new double[] {3, 3, 10, 10}, within(1e-9));
    }

    @Test
    void shouldNormalisePositionsToTheirRootMeanSquare() {
        double[] normalised = NormalizeReference.apply(new double[] {3, 0, 4, 0}, 2, 2, new Norm.Rms(ones(2)));
        assertThat(normalised).containsExactly(new double[] {0.6 * Math.sqrt(2), 0, 0.8 * Math.sqrt(2), 0}, TINY);
    }

    @Test
    void shouldMakeWeightsThatSumToOne() {
        double[] weights = SoftmaxReference.apply(new double[] {1000, 1001, 999, 1000});
        assertThat(Arrays.stream(weights).sum()).isEqualTo(1, TINY);
        assertThat(weights[1] / weights[0]).isEqualTo(Math.E, TINY);
        assertThat(weights[3]).isEqualTo(weights[0]);
    }

    @Test
    void shouldAttendToTheMeanWhereKeysAreEqual() {
        double[] queries = values(2 * 3);
        double[] keys = {1, 1, 1, 2, 2, 2};
        double[] source = join(queries, keys, new double[] {1, 2, 6, -1, 0, 4});
        assertThat(AttendReference.apply(source, 6, 3, 1)).containsExactly(new double[] {3, 3, 3, 1, 1, 1}, TINY);
    }

    @Test
    void shouldAttendToTheValueOfTheMatchingKey() {
        double[] queries = {100, 0, 0, 0, 100, 0, 0, 0, 100};
        double[] values = values(9);
        assertThat(AttendReference.apply(join(queries, queries, values), 9, 3, 1))
                .containsExactly(values, within(1e-9));
    }

    @Test
    void shouldKeepHeadsApart() {
        double[] whole = values(12 * 4);
        double[] both = AttendReference.apply(whole, 12, 4, 2);
        double[] bothLinearly = AttendLinearlyReference.apply(whole, 12, 4, 2);
        for (int head = 0; head < 2; head++) {
            double[] slab = join(
                    Arrays.copyOfRange(whole, head * 8, head * 8 + 8),
                    Arrays.copyOfRange(whole, 16 + head * 8, 16 + head * 8 + 8),
                    Arrays.copyOfRange(whole, 32 + head * 8, 32 + head * 8 + 8));
            assertThat(AttendReference.apply(slab, 6, 4, 1))
                    .isEqualTo(Arrays.copyOfRange(both, head * 8, head * 8 + 8));
            assertThat(AttendLinearlyReference.apply(slab, 6, 4, 1))
                    .isEqualTo(Arrays.copyOfRange(bothLinearly, head * 8, head * 8 + 8));
        }
    }

    @Test
    void shouldAttendLinearlyToAWeightedSumByHand() {
        // One channel: queries are 1, keys a softmax over positions (ln 1, ln 3), so weights 1/4 and 3/4.
        double[] source = {5, -5, 0, Math.log(3), 8, 4};
        assertThat(AttendLinearlyReference.apply(source, 3, 2, 1)).containsExactly(new double[] {5, 5}, TINY);
    }

    @Test
    void shouldScaleLinearAttentionByItsHead() {
        // Equal values leave 1 for the weighted sum, and queries of a softmax sum to 1, times 4^-1/2.
        double[] source = join(values(8), values(8), new double[] {3, 3, 3, 3, 3, 3, 3, 3});
        for (double value : AttendLinearlyReference.apply(source, 12, 2, 1)) {
            assertThat(value).isEqualTo(1.5, TINY);
        }
    }

    @Test
    void shouldClipTheCleanSampleOfASamplerStep() {
        SamplerCoefficients c = new SamplerCoefficients(2, -1, 1, 0.5f, 0.25f, -1, 3, 4, 0.5f, 0);
        // x0 = min(1, 2 * 3 + 2) = 1; eps = 1.5 - 0.5 - 1 = 0; next = 3 + 0.5 * 8.
        double[] next = UpdateSamplerReference.apply(new double[] {3}, new double[] {-2}, c, new double[] {8});
        assertThat(next).containsExactly(7);
        assertThat(UpdateSamplerReference.apply(new double[] {Double.NaN}, new double[] {0}, c, new double[] {0}))
                .containsExactly(Double.NaN);
    }

    @Test
    void shouldScaleChannelsOrElements() {
        double[] source = {1, 2, 3, 4};
        assertThat(AffineReference.apply(source, new float[] {10, 100}, new float[] {1, 2}))
                .containsExactly(11, 21, 302, 402);
        assertThat(AffineReference.apply(source, new float[] {1, 2, 3, 4}, new float[] {0, 0, 0, 1}))
                .containsExactly(1, 4, 9, 17);
    }

    private static Convolution1d convolution(float[] weight, int in, int stride, int padding, boolean upsample) {
        return new Convolution1d(Constant.of(weight, 1, in, weight.length / in), null, stride, padding, upsample);
    }

    private static Constant ones(int size) {
        float[] ones = new float[size];
        Arrays.fill(ones, 1);
        return Constant.of(ones, size);
    }

    private static Constant zeros(int size) {
        return Constant.of(new float[size], size);
    }

    private double[] values(int size) {
        return random.doubles(size, -2, 2).toArray();
    }

    private static double[] join(double[]... parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }
}
