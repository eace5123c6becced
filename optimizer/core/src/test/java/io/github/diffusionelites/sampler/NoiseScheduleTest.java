package io.github.diffusionelites.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NoiseScheduleTest {

    @Test
    void shouldGiveThePublishedVariancesOfTheLinearSchedule() {
        NoiseSchedule schedule = NoiseSchedule.linear(1000);
        assertThat(Ddim.variance(schedule.alphaBar(420), schedule.alphaBar(400)))
                .isCloseTo(0.14771, within(1e-5));
        assertThat(Ddim.variance(schedule.alphaBar(980), schedule.alphaBar(960)))
                .isCloseTo(0.32460, within(1e-5));
    }

    @Test
    void shouldFollowTheCosineUntilBetaIsCapped() {
        NoiseSchedule schedule = NoiseSchedule.cosine(1000);
        double start = Math.pow(Math.cos(0.008 / 1.008 * Math.PI / 2), 2);
        for (int t : new int[] {0, 1, 250, 500, 900, 998}) {
            double u = (t + 1) / 1000.0;
            double expected = Math.pow(Math.cos((u + 0.008) / 1.008 * Math.PI / 2), 2) / start;
            assertThat(schedule.alphaBar(t)).isCloseTo(expected, within(1e-12));
        }
        assertThat(schedule.alphaBar(999)).isCloseTo(schedule.alphaBar(998) * 0.001, within(1e-15));
    }

    @Test
    void shouldFallStrictly() {
        for (NoiseSchedule schedule : new NoiseSchedule[] {
            NoiseSchedule.cosine(1), NoiseSchedule.cosine(4096), NoiseSchedule.linear(1), NoiseSchedule.linear(4096)
        }) {
            double former = 1;
            for (int t = 0; t < schedule.timesteps(); t++) {
                assertThat(schedule.alphaBar(t)).isPositive().isLessThan(former);
                former = schedule.alphaBar(t);
            }
        }
    }

    @Test
    void shouldRefuseWhatIsNoSchedule() {
        assertThatThrownBy(() -> NoiseSchedule.cosine(0)).hasMessageContainingAll("1 to 4096", "but 0");
        assertThatThrownBy(() -> NoiseSchedule.linear(4097)).hasMessageContaining("4097");
        assertThatThrownBy(() -> NoiseSchedule.of(new double[] {0.9, 0.9})).hasMessageContaining("timestep 1");
        assertThatThrownBy(() -> NoiseSchedule.of(new double[] {Double.NaN})).hasMessageContaining("NaN");
        assertThatThrownBy(() -> NoiseSchedule.linear(10).alphaBar(10)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
