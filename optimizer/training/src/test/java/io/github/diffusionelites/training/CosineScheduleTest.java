package io.github.diffusionelites.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CosineScheduleTest {

    private final CosineSchedule schedule = new CosineSchedule(1000);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 499, 500, 997, 998})
    void shouldTelescopeToTheSquaredCosineWhereBetaIsNotClipped(int timestep) {
        double u = (timestep + 1) / 1000.0;
        double expected = Math.pow(Math.cos((u + 0.008) / 1.008 * Math.PI / 2), 2)
                / Math.pow(Math.cos(0.008 / 1.008 * Math.PI / 2), 2);

        assertThat(schedule.alphaBar(timestep)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void shouldClipTheLastBeta() {
        assertThat(schedule.timesteps()).isEqualTo(1000);
        assertThat(schedule.alphaBar(999) / schedule.alphaBar(998)).isCloseTo(1e-3, within(1e-12));
    }

    @Test
    void shouldFallAtEveryTimestep() {
        for (int t = 1; t < 1000; t++) {
            assertThat(schedule.alphaBar(t)).isBetween(0.0, schedule.alphaBar(t - 1) * (1 - 1e-9));
        }
    }

    @Test
    void shouldRefuseAnEmptySchedule() {
        assertThatThrownBy(() -> new CosineSchedule(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 0");
    }
}
