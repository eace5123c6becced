package io.github.diffusionelites.bench.suite.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {

    private static final org.assertj.core.data.Offset<Double> TINY = within(1e-12);

    @Test
    void shouldTakeTheMiddleSample() {
        assertThat(Samples.of(5, 1, 3).median()).isEqualTo(3);
        assertThat(Samples.of(4, 1, 3, 2).median()).isEqualTo(2.5, TINY);
        assertThat(Samples.of(List.of(7.0)).median()).isEqualTo(7);
    }

    @Test
    void shouldSpreadBetweenTheTenthAndTheNinetiethPercentile() {
        double[] values = new double[101];
        for (int i = 0; i < values.length; i++) {
            values[i] = 100 + (i * 37) % 101;
        }
        Samples samples = Samples.of(values);
        assertThat(samples.percentile(10)).isEqualTo(110, TINY);
        assertThat(samples.percentile(90)).isEqualTo(190, TINY);
        assertThat(samples.spread()).isEqualTo(80.0 / 150, TINY);
        assertThat(Samples.of(-2, -1, -3).spread()).isEqualTo(0.8, TINY);
        assertThat(Samples.of(0, 0).spread()).isZero();
    }

    @Test
    void shouldInterpolateBetweenSamples() {
        assertThat(Samples.of(0, 10).percentile(25)).isEqualTo(2.5, TINY);
        assertThat(Samples.of(0, 10).percentile(100)).isEqualTo(10);
        assertThat(Samples.of(0, 10).percentile(0)).isZero();
    }

    @Test
    void shouldScaleAndJoin() {
        assertThat(Samples.of(1, 2, 3).times(1e3).median()).isEqualTo(2000, TINY);
        Samples both = Samples.of(1, 2).and(Samples.of(6));
        assertThat(both.count()).isEqualTo(3);
        assertThat(both.median()).isEqualTo(2);
    }

    @Test
    void shouldRefuseNoSamples() {
        assertThatIllegalArgumentException().isThrownBy(() -> Samples.of(List.of()));
    }
}
