package io.github.diffusionelites.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PortableNormalTest {

    private static final long SEED = 20250102L;

    /** Words where radius and angle are at the ends of their ranges or change their branch. */
    private static final int[] EDGES = {
        0, 1, 2, 0x0fffffff, 0x1fffffff, 0x20000000, 0x3fffffff, 0x40000000, 0x5fffffff, 0x60000000, 0x7fffffff,
        0x80000000, 0x9fffffff, 0xa0000000, 0xaaaaaaaa, 0xbfffffff, 0xc0000000, 0xdfffffff, 0xe0000000, -257, -2, -1
    };

    @Test
    void shouldBeWithinFourUnitsInTheLastPlaceOfItsMagnitude() {
        Random random = new Random(SEED);
        for (int i = 0; i < 200_000; i++) {
            compare(random.nextInt(), random.nextInt());
        }
    }

    @Test
    void shouldHoldAtTheEdges() {
        for (int radius : EDGES) {
            for (int angle : EDGES) {
                compare(radius, angle);
            }
        }
    }

    @Test
    void shouldFollowTheOrderOfItsReference() {
        NoisePlace place = new NoisePlace(SEED, 5, 6, 7, 8, NoisePlace.SAMPLER);
        double[] exact = NormalReference.row(place, 31);
        float[] portable = PortableNormal.row(place, 31);
        for (int i = 0; i < portable.length; i++) {
            assertThat((double) portable[i]).isEqualTo(exact[i], within(2e-6));
        }
    }

    private static void compare(int radiusWord, int angleWord) {
        double radius = Math.sqrt(-2 * Math.log(NormalReference.uniform(radiusWord)));
        double angle = 2 * Math.PI * Integer.toUnsignedLong(angleWord) * 0x1p-32;
        // A unit of the radius: near a zero of sine or cosine the smaller result cannot be exact to its own.
        double unit = Math.ulp((float) radius);
        assertThat((double) PortableNormal.normal(radiusWord, angleWord, false))
                .as("even element of words %08x %08x", radiusWord, angleWord)
                .isEqualTo(radius * Math.cos(angle), within(4 * unit));
        assertThat((double) PortableNormal.normal(radiusWord, angleWord, true))
                .as("odd element of words %08x %08x", radiusWord, angleWord)
                .isEqualTo(radius * Math.sin(angle), within(4 * unit));
    }
}
