package io.github.diffusionelites.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpacingTest {

    @Test
    void shouldSpaceAsTheFormulasSay() {
        assertThat(Spacing.LEADING.timesteps(1000, 5)).containsExactly(800, 600, 400, 200, 0);
        assertThat(Spacing.TRAILING.timesteps(1000, 5)).containsExactly(999, 799, 599, 399, 199);
        assertThat(Spacing.LINSPACE.timesteps(1000, 5)).containsExactly(999, 799, 599, 399, 199);
        assertThat(Spacing.LINSPACE.timesteps(1000, 3)).containsExactly(999, 665, 332);
        assertThat(Spacing.TRAILING.timesteps(1000, 3)).containsExactly(999, 666, 332);
        assertThat(Spacing.LEADING.timesteps(1000, 3)).containsExactly(666, 333, 0);
    }

    @ParameterizedTest
    @EnumSource(Spacing.class)
    void shouldFallStrictlyAtEveryNumberOfSteps(Spacing spacing) {
        for (int steps = 1; steps <= 1000; steps++) {
            int[] visited = spacing.timesteps(1000, steps);
            assertThat(visited).hasSize(steps);
            assertThat(visited[0]).isLessThan(1000);
            for (int i = 1; i < steps; i++) {
                assertThat(visited[i]).isLessThan(visited[i - 1]);
            }
            assertThat(visited[steps - 1]).isNotNegative();
        }
    }

    @Test
    void shouldRefuseStepsOutOfRange() {
        assertThatThrownBy(() -> Spacing.LEADING.timesteps(100, 0)).hasMessageContaining("1 to 100");
        assertThatThrownBy(() -> Spacing.LINSPACE.timesteps(100, 101)).hasMessageContaining("101");
    }
}
