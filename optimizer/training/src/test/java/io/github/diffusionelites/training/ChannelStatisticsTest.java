package io.github.diffusionelites.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChannelStatisticsTest {

    @Test
    void shouldMeasureEachChannel() {
        ChannelStatistics statistics = ChannelStatistics.of(new float[] {1, 3, 10, 10, 5, 7, 20, 20}, 2, 2);

        assertThat(statistics.mean()).containsExactly(4, 15);
        assertThat(statistics.deviation()[0]).isCloseTo(Math.sqrt(5), within(1e-12));
        assertThat(statistics.deviation()[1]).isCloseTo(5, within(1e-12));
    }

    @Test
    void shouldStandardizePathsToMeanZeroAndDeviationOne() {
        float[] paths = UnicycleTrajectories.draw(50_000, new SplittableRandom(TinyTraining.SEED));
        ChannelStatistics raw = ChannelStatistics.of(paths, 2, 32);
        assertThat(raw.mean()).as("seed %d", TinyTraining.SEED).containsExactly(new double[] {0.2305, 0}, within(2e-3));
        assertThat(raw.deviation())
                .as("seed %d", TinyTraining.SEED)
                .containsExactly(new double[] {0.1392, 0.1185}, within(2e-3));

        raw.standardize(paths, 32);

        ChannelStatistics standardized = ChannelStatistics.of(paths, 2, 32);
        assertThat(standardized.mean()).containsExactly(new double[] {0, 0}, within(1e-6));
        assertThat(standardized.deviation()).containsExactly(new double[] {1, 1}, within(1e-6));
    }

    @Test
    void shouldRefuseAConstantChannelAndPartialSamples() {
        assertThatThrownBy(() -> ChannelStatistics.of(new float[] {1, 2, 3, 3}, 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Channel 1")
                .hasMessageContaining("3.0");
        assertThatThrownBy(() -> ChannelStatistics.of(new float[5], 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 x 2")
                .hasMessageContaining("5");
    }
}
