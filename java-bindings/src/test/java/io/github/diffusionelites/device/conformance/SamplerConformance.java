package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.SamplerCoefficients;
import io.github.diffusionelites.reference.NoisePlace;
import io.github.diffusionelites.reference.PortableNormal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sampler steps and affine maps of rows. */
public abstract class SamplerConformance extends DeviceConformance {

    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest
    @CsvSource({
        "1,1,1,1",
        "1,2,2,1",
        "2,3,1,3",
        "3,7,1,7",
        "1,8,2,4",
        "2,9,3,3",
        "1,31,1,31",
        "2,32,4,8",
        "1,33,3,11",
        "2,5,33,31"
    })
    void shouldStep(int searches, int individuals, int channels, int length) {
        for (float clip : new float[] {1.5f, Float.POSITIVE_INFINITY}) {
            for (float noise : new float[] {0, 0.7f}) {
                step(searches, individuals, channels, length, coefficients(clip, noise));
            }
        }
    }

    private void step(int searches, int individuals, int channels, int length, SamplerCoefficients coefficients) {
        int width = channels * length;
        twin(searches, individuals, twin -> {
            TwinBuffer state = twin.rows("state", width).fillNormal(random(), 0, 2);
            TwinBuffer output = twin.rows("output", width).fillNormal(random(), 0, 2);
            TwinBuffer next = twin.rows("next", width);
            TwinBuffer afterNext = twin.rows("after next", width);
            twin.run(random().nextLong(), 1234, on -> {
                var features = on.recorder().load(on.rows(output), channels, length);
                var first = on.recorder().updateSampler(on.rows(state), features, coefficients, on.identity());
                on.copy(first, on.rows(next));
                var second = on.recorder().updateSampler(first, features, coefficients, on.identity());
                on.copy(second, on.rows(afterNext));
            });
            next.assertClose(width, TOLERANCE);
            afterNext.assertClose(width, 3 * TOLERANCE);
        });
    }

    @Test
    void shouldDrawTheNoiseOfTheRowsIdentityBitForBit() {
        int searches = 3;
        int individuals = 11;
        int width = 30;
        int[] ids = {0, 37, (1 << 24) - 1};
        int[] who = random().ints(searches * individuals, 0, 1 << 30).toArray();
        int[] when = random().ints(searches * individuals, 0, 1 << 20).toArray();
        SamplerCoefficients onlyNoise = new SamplerCoefficients(0, 0, 1, 0, 0, 0, 0, 0, 1, 4095);
        twin(searches, individuals, twin -> {
            TwinBuffer output = twin.rows("output", width).fillNormal(random(), 0, 1);
            TwinBuffer searchIds = twin.ints("ids", searches).fill(ids);
            TwinBuffer individualOf =
                    twin.ints("individuals", searches, individuals).fill(who);
            TwinBuffer generationOf =
                    twin.ints("generations", searches, individuals).fill(when);
            TwinBuffer own = twin.rows("own noise", width);
            TwinBuffer other = twin.rows("other noise", width);
            twin.run(-5, 17, on -> {
                var features = on.recorder().load(on.rows(output), 5, 6);
                var identity = new NoiseIdentity(on.of(searchIds), on.of(individualOf), on.of(generationOf));
                var state = on.rows(output);
                on.copy(
                        on.recorder().updateSampler(state, features, onlyNoise, NoiseIdentity.own(on.of(searchIds))),
                        on.rows(own));
                on.copy(on.recorder().updateSampler(state, features, onlyNoise, identity), on.rows(other));
            });
            for (int row = 0; row < searches * individuals; row++) {
                int search = ids[row / individuals];
                assertRow(own, row, new NoisePlace(-5, row % individuals, 17, 4095, search, NoisePlace.SAMPLER));
                assertRow(other, row, new NoisePlace(-5, who[row], when[row], 4095, search, NoisePlace.SAMPLER));
            }
            own.assertClose(width, 1e-6);
            other.assertClose(width, 1e-6);
        });
    }

    private static void assertRow(TwinBuffer noise, int row, NoisePlace place) {
        float[] normals = PortableNormal.row(place, 30);
        float[] drawn = Arrays.copyOfRange(noise.tested().floats(), row * 30, row * 30 + 30);
        for (int e = 0; e < drawn.length; e++) {
            assertThat(drawn[e] + 0f).as("element %d of row %d", e, row).isEqualTo(normals[e] + 0f);
        }
    }

    @Test
    void shouldNotHideNanByClipping() {
        // Only the clipped clean sample enters the next state.
        SamplerCoefficients coefficients = new SamplerCoefficients(1, 1, 1, 0, 0, 0, 1, 0, 0, 0);
        twin(1, 9, twin -> {
            TwinBuffer state = twin.rows("state", 4).fillNormal(random(), 0, 1);
            float[] broken = normals(9 * 4, 1);
            broken[17] = Float.NaN;
            TwinBuffer output = twin.rows("output", 4).fill(broken);
            TwinBuffer next = twin.rows("next", 4);
            twin.run(
                    1,
                    1,
                    on -> on.copy(
                            on.recorder()
                                    .updateSampler(
                                            on.rows(state),
                                            on.recorder().load(on.rows(output), 2, 2),
                                            coefficients,
                                            on.identity()),
                            on.rows(next)));
            assertThat(next.tested().floats()[17]).isNaN();
            next.assertClose(4, TOLERANCE);
        });
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "2,3,2", "1,7,3", "2,8,9", "1,9,32", "3,31,33", "1,2,1023"})
    void shouldMapRows(int searches, int individuals, int width) {
        for (int parts = 1; parts <= width; parts++) {
            if (width % parts == 0) {
                map(searches, individuals, width, parts);
            }
        }
    }

    private void map(int searches, int individuals, int width, int parts) {
        Constant scale = Constant.of(normals(parts, 1), parts);
        Constant shift = Constant.of(normals(parts, 1), parts);
        twin(searches, individuals, twin -> {
            TwinBuffer source = twin.rows("source", width).fillNormal(random(), 0, 1);
            TwinBuffer target = twin.rows("target", width);
            TwinBuffer inPlace = twin.rows("in place", width).fillNormal(random(), 0, 1);
            twin.run(1, 1, on -> {
                var between = on.recorder().affine(on.rows(source), scale, shift);
                on.recorder().affine(between, on.rows(target), scale, shift);
                on.recorder().affine(on.rows(inPlace), on.rows(inPlace), scale, shift);
            });
            target.assertClose(width, 1e-6);
            inPlace.assertClose(width, 1e-6);
        });
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "2,3,2", "1,7,3", "2,8,9", "1,33,64", "1,2,1023"})
    void shouldRescaleRows(int searches, int individuals, int width) {
        twin(searches, individuals, twin -> {
            float[] values = normals(searches * individuals * width, 3);
            // A row of zeros has no direction; the last row is not finite.
            Arrays.fill(values, 0, width, 0);
            if (searches * individuals > 1) {
                values[values.length - 1] = Float.NEGATIVE_INFINITY;
            }
            TwinBuffer source = twin.rows("source", width).fill(values);
            TwinBuffer target = twin.rows("target", width);
            twin.run(
                    1,
                    1,
                    on -> on.recorder()
                            .affine(
                                    on.recorder().rescale(on.rows(source), 2.5f),
                                    on.rows(target),
                                    Constant.of(new float[] {1}, 1),
                                    Constant.of(new float[] {0}, 1)));
            float[] tested = target.tested().floats();
            assertThat(tested).startsWith(new float[width]);
            if (searches * individuals > 1) {
                assertThat(tested[values.length - 1]).isNaN();
            }
            target.assertClose(width, 1e-6);
        });
    }

    private SamplerCoefficients coefficients(float clip, float noise) {
        float[] c = normals(7, 1);
        return new SamplerCoefficients(c[0], c[1], clip, c[2], c[3], c[4], c[5], c[6], noise, random().nextInt(4096));
    }
}
