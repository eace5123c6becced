package io.github.diffusionelites.bench.suite.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.search.Sense;
import org.junit.jupiter.api.Test;

/** The order of elites: NaN never, zeros equal, ties to the lowest index, ascending places. */
class ExactElitesTest {

    private static final float NONE = Float.NaN;

    @Test
    void shouldTakeTheLargestOrTheSmallest() {
        float[] rewards = {1, -5, 3, NONE, -0.5f, 2};
        assertThat(ExactElites.of(rewards, 2, Sense.MAXIMIZE)).containsExactly(2, 5);
        assertThat(ExactElites.of(rewards, 2, Sense.MINIMIZE)).containsExactly(1, 4);
    }

    @Test
    void shouldBreakTiesByTheLowestIndex() {
        assertThat(ExactElites.of(new float[] {0f, -0f, 0f, -0f}, 3, Sense.MAXIMIZE))
                .containsExactly(0, 1, 2);
        assertThat(ExactElites.of(new float[] {-0f, 0f, 0f}, 1, Sense.MINIMIZE)).containsExactly(0);
    }

    @Test
    void shouldOrderInfinities() {
        float[] rewards = {Float.NEGATIVE_INFINITY, -1e30f, 1e-40f, Float.POSITIVE_INFINITY};
        assertThat(ExactElites.of(rewards, 1, Sense.MAXIMIZE)).containsExactly(3);
        assertThat(ExactElites.of(rewards, 1, Sense.MINIMIZE)).containsExactly(0);
        assertThat(ExactElites.of(rewards, 2, Sense.MAXIMIZE)).containsExactly(2, 3);
    }

    @Test
    void shouldTakeFewerThanThereAreRewards() {
        assertThat(ExactElites.of(new float[] {NONE, 1, NONE}, 2, Sense.MAXIMIZE))
                .containsExactly(1);
        assertThat(ExactElites.of(new float[] {NONE}, 1, Sense.MAXIMIZE)).isEmpty();
    }
}
