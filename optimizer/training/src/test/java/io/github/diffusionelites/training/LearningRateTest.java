package io.github.diffusionelites.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {

    private final LearningRate rate = new LearningRate(1e-3, 10_000);

    @Test
    void shouldWarmUpLinearly() {
        assertThat(rate.at(0)).isCloseTo(5e-6, within(1e-9));
        assertThat(rate.at(99)).isCloseTo(5e-4, within(1e-6));
        assertThat(rate.at(199)).isCloseTo(1e-3, within(2e-6));
    }

    @Test
    void shouldFallAlongACosine() {
        assertThat(rate.at(5000)).isCloseTo(5e-4, within(1e-12));
        assertThat(rate.at(9999)).isPositive().isLessThan(1e-9);
        for (int step = 201; step < 10_000; step++) {
            assertThat(rate.at(step)).isLessThan(rate.at(step - 1));
        }
    }

    @Test
    void shouldServeATrainingOfOneStep() {
        assertThat(new LearningRate(1e-3, 1).at(0)).isEqualTo(1e-3);
    }
}
