package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.EvolutionCoefficients;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Schedules of Diffusion Evolution. */
class EvolutionScheduleTest {

    private static final Offset<Double> TINY = within(1e-12);

    @Test
    void shouldFollowTheFormulas() {
        assertThat(EvolutionSchedule.LINEAR.alphas(3))
                .containsExactly(new double[] {0.9999, (0.9999 + 1e-8) / 2, 1e-8}, TINY);
        assertThat(EvolutionSchedule.COSINE.alphas(3))
                .containsExactly(new double[] {0.999, 0.501 * 0.999 / 1.001, 1e-3 * 0.999 / 1.001}, TINY);
        double[] ddpm = EvolutionSchedule.DDPM.alphas(100);
        assertThat(ddpm[0]).isEqualTo(1 - 1e-4, TINY);
        assertThat(ddpm[99]).isEqualTo(1e-4, TINY);
        // Two alphas are the ends alone.
        assertThat(EvolutionSchedule.DDPM.alphas(2)).containsExactly(new double[] {1 - 1e-4, 1e-4}, TINY);
    }

    @ParameterizedTest
    @EnumSource(EvolutionSchedule.class)
    void shouldRiseFromNoiseToSignal(EvolutionSchedule schedule) {
        for (int count : new int[] {2, 3, 10, 25, 100, 1000}) {
            double[] alphas = schedule.alphas(count);
            assertThat(alphas).hasSize(count);
            for (int i = 1; i < count; i++) {
                assertThat(alphas[i]).isLessThan(alphas[i - 1]).isBetween(0.0, 1.0);
            }
            float[] table = schedule.table(count, 1);
            assertThat(table).hasSize((count - 1) * EvolutionCoefficients.COLUMNS);
            assertThat(table[0]).isEqualTo((float) Math.sqrt(alphas[count - 1]));
            int last = table.length - EvolutionCoefficients.COLUMNS;
            assertThat(table[last + 2]).isEqualTo((float) Math.sqrt(alphas[0]));
            for (float value : table) {
                assertThat(value).isFinite().isNotNegative();
            }
        }
    }

    @Test
    void shouldRefuseASingleAlpha() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EvolutionSchedule.COSINE.alphas(1))
                .withMessageContaining("at least 2")
                .withMessageContaining("1 were");
    }
}
