package io.github.diffusionelites.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Coefficients of Diffusion Evolution from its schedule. */
class EvolutionCoefficientsTest {

    @Test
    void shouldFollowTheFormulas() {
        EvolutionCoefficients step = EvolutionCoefficients.between(0.36, 0.64, 0.5);
        double s = 0.5 * Math.sqrt(0.36 / 0.64) * Math.sqrt(1 - 0.36 / 0.64);
        assertThat(step.row())
                .containsExactly(
                        new float[] {0.6f, 0.8f, 0.8f, (float) Math.sqrt(0.36 - s * s), (float) s}, within(1e-7f));
        assertThat(step.row()).hasSize(EvolutionCoefficients.COLUMNS);
    }

    @Test
    void shouldKeepTheDigitsOfASmallNoise() {
        double alpha = 1 - 1e-9;
        // In float32, 1 - alpha would be 0.
        assertThat(EvolutionCoefficients.between(alpha, 1, 1).deviation()).isEqualTo(3.16227766e-5f, within(1e-11f));
    }

    @Test
    void shouldEndAtTheEstimate() {
        assertThat(EvolutionCoefficients.estimate(0.75).row()).containsExactly((float) Math.sqrt(0.75), 0.5f, 1, 0, 0);
    }

    @Test
    void shouldRefuseWhatIsNoStep() {
        for (double[] wrong : new double[][] {
            {-0.1, 0.5, 0}, {0.5, 0.4, 0}, {1, 1, 0}, {0, 0, 0}, {0.5, 1.1, 0}, {0.5, 0.6, 2}, {Double.NaN, 0.5, 0}
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EvolutionCoefficients.between(wrong[0], wrong[1], wrong[2]))
                    .withMessageContaining(Double.toString(wrong[1]));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EvolutionCoefficients(1, 0, 1, 0, 0))
                .withMessageContaining("above 0");
    }
}
