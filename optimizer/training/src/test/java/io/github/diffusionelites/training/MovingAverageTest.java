package io.github.diffusionelites.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MovingAverageTest {

    @Test
    void shouldKeepTheInitialValuesUntilUpdated() {
        float[] initial = {1, 2};
        MovingAverage average = new MovingAverage(initial);
        initial[0] = 9;

        assertThat(average.values()).containsExactly(1, 2);
    }

    @Test
    void shouldMoveFarAtFirstAndByAThousandthLater() {
        MovingAverage average = new MovingAverage(new float[] {0});
        average.update(new float[] {11});
        assertThat(average.values()[0]).isCloseTo(9f, within(1e-5f));

        for (int i = 1; i < 20_000; i++) {
            average.update(new float[] {0});
        }
        average.update(new float[] {1});
        assertThat(average.values()[0]).isCloseTo(1e-3f, within(1e-6f));
    }
}
