package io.github.diffusionelites.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NormalReferenceTest {

    private static final int COUNT = 1 << 18;

    @Test
    void shouldHaveTheMomentsOfAStandardNormal() {
        double[] normals = NormalReference.row(new NoisePlace(42, 3, 5, 7, 11, NoisePlace.SAMPLER), COUNT);
        // Five standard errors of each moment: its estimator has the variance (E x^2k - (E x^k)^2) / n.
        double error = 5 / Math.sqrt(COUNT);
        assertThat(moment(normals, 1)).isEqualTo(0, within(error));
        assertThat(moment(normals, 2)).isEqualTo(1, within(error * Math.sqrt(2)));
        assertThat(moment(normals, 3)).isEqualTo(0, within(error * Math.sqrt(15)));
        assertThat(moment(normals, 4)).isEqualTo(3, within(error * Math.sqrt(96)));
    }

    @Test
    void shouldNotCorrelateNeighbours() {
        double[] normals = NormalReference.row(new NoisePlace(43, 0, 0, 0, 0, NoisePlace.LATENTS), COUNT);
        for (int distance = 1; distance <= 4; distance++) {
            double sum = 0;
            for (int i = distance; i < COUNT; i++) {
                sum += normals[i] * normals[i - distance];
            }
            assertThat(sum / COUNT).isEqualTo(0, within(5 / Math.sqrt(COUNT)));
        }
    }

    @Test
    void shouldFollowTheFormulaOfBoxAndMuller() {
        NoisePlace place = new NoisePlace(0x123456789abcdefL, 17, 19, 23, 29, NoisePlace.LATENTS);
        int[] words = place.words(1);
        double radius = Math.sqrt(-2 * Math.log((Integer.toUnsignedLong(words[2]) + 0.5) * 0x1p-32));
        double angle = Integer.toUnsignedLong(words[3]) * 0x1p-32 * 2 * Math.PI;
        double[] normals = NormalReference.row(place, 8);
        assertThat(normals[6]).isEqualTo(radius * Math.cos(angle), within(1e-6));
        assertThat(normals[7]).isEqualTo(radius * Math.sin(angle), within(1e-6));
    }

    @Test
    void shouldNotDependOnTheWidth() {
        NoisePlace place = new NoisePlace(1, 2, 3, 4, 5, 6);
        double[] wide = NormalReference.row(place, 33);
        for (int width = 1; width < wide.length; width++) {
            assertThat(NormalReference.row(place, width)).isEqualTo(Arrays.copyOf(wide, width));
        }
    }

    @Test
    void shouldPutEveryPartOfThePlaceIntoItsOwnBits() {
        NoisePlace place = new NoisePlace(0x0000000500000004L, 3, 2, 1, 6, 7);
        int[] counter = {9, 3, 2 * 4096 + 1, 6 * 256 + 7};
        assertThat(place.words(9)).isEqualTo(PhiloxReference.block(counter, new int[] {4, 5}));
    }

    @Test
    void shouldKeepUniformNumbersAboveZeroAndAtMostOne() {
        assertThat(NormalReference.uniform(0)).isEqualTo(0x1p-33f);
        assertThat(NormalReference.uniform(-1)).isEqualTo(1f);
        assertThat(NormalReference.uniform(0x80000000)).isEqualTo(0.5f);
    }

    @Test
    void shouldRefuseWhatDoesNotFitItsBits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NoisePlace(0, 0, 1 << 20, 0, 0, 0))
                .withMessageContaining("1048576");
        assertThatIllegalArgumentException().isThrownBy(() -> new NoisePlace(0, 0, -1, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new NoisePlace(0, 0, 0, 1 << 12, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new NoisePlace(0, 0, 0, 0, 1 << 24, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new NoisePlace(0, 0, 0, 0, 0, 1 << 8));
    }

    private static double moment(double[] values, int power) {
        return Arrays.stream(values)
                .map(value -> Math.pow(value, power))
                .average()
                .orElseThrow();
    }
}
