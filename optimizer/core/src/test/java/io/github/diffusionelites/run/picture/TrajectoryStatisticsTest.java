package io.github.diffusionelites.run.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrajectoryStatisticsTest {

    @Test
    void shouldFindNoSpreadInAnEvenArc() {
        int length = 20;
        float[] values = new float[2 * length];
        for (int l = 0; l < length; l++) {
            values[l] = (float) Math.sin(0.1 * l);
            values[length + l] = (float) Math.cos(0.1 * l);
        }

        TrajectoryStatistics statistics = TrajectoryStatistics.of(new Trajectories(values, length));

        assertThat(statistics.medianSpread()).isCloseTo(0, within(1e-5));
        assertThat(statistics.turnChange()[2]).isCloseTo(0, within(1e-4));
    }

    @Test
    void shouldMeasureStepsByHand() {
        // Steps of length 1, 3, 2: mean 2, variance 2/3. Turns of 0 and 90 degrees.
        Trajectories path = new Trajectories(new float[] {0, 1, 4, 4, 0, 0, 0, 2}, 4);

        assertThat(TrajectoryStatistics.spread(path, 0)).isCloseTo(Math.sqrt(2.0 / 3) / 2, within(1e-12));
        assertThat(TrajectoryStatistics.of(path).turnChange()[0]).isCloseTo(Math.PI / 2, within(1e-12));
    }

    @Test
    void shouldInterpolatePercentilesOverPaths() {
        // Two paths: spreads 0 and 1/2, as steps of 1, 1 and of 1, 3 have.
        Trajectories paths = new Trajectories(new float[] {0, 1, 2, 0, 0, 0, 0, 1, 4, 0, 0, 0}, 3);

        assertThat(TrajectoryStatistics.of(paths).spread())
                .containsExactly(new double[] {0.25, 0.45, 0.495}, within(1e-12));
    }

    @Test
    void shouldHaveNoSpreadWhereNothingMoves() {
        assertThat(TrajectoryStatistics.spread(new Trajectories(new float[6], 3), 0))
                .isNaN();
    }
}
