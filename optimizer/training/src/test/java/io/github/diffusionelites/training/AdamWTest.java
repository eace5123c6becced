package io.github.diffusionelites.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AdamWTest {

    @Test
    void shouldMoveByTheRateAgainstTheSignOfTheFirstGradient() {
        float[] parameters = {0, 0, 0};

        new AdamW(3).update(parameters, new float[] {0.1f, -0.2f, 0}, 0.01);

        assertThat(parameters).containsExactly(new float[] {-0.01f, 0.01f, 0}, within(1e-7f));
    }

    @Test
    void shouldFollowTheFormulaOverSeveralSteps() {
        float[] parameters = {0.5f};
        AdamW optimizer = new AdamW(1);
        double p = 0.5;
        double m = 0;
        double v = 0;
        double[] gradients = {0.3, -0.7, 0.9, 0.05};
        for (int t = 1; t <= gradients.length; t++) {
            double g = gradients[t - 1];
            double rate = 0.01 * t;
            optimizer.update(parameters, new float[] {(float) g}, rate);
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            p -= rate * (0.01 * p + m / (1 - Math.pow(0.9, t)) / (Math.sqrt(v / (1 - Math.pow(0.999, t))) + 1e-8));
        }

        assertThat((double) parameters[0]).isCloseTo(p, within(1e-6));
    }

    @Test
    void shouldClipTheGlobalNormToOne() {
        // After a small gradient, a clipped large one must weigh like one of norm 1 in the same direction.
        float[] clipped = {0, 0};
        float[] unit = {0, 0};
        AdamW first = new AdamW(2);
        AdamW second = new AdamW(2);
        first.update(clipped, new float[] {0.1f, 0.1f}, 0.01);
        second.update(unit, new float[] {0.1f, 0.1f}, 0.01);
        first.update(clipped, new float[] {300, -400}, 0.01);
        second.update(unit, new float[] {0.6f, -0.8f}, 0.01);

        assertThat(clipped).containsExactly(unit, within(1e-7f));
    }

    @Test
    void shouldRefuseAGradientThatIsNotFinite() {
        assertThatThrownBy(() -> new AdamW(1).update(new float[1], new float[] {Float.NaN}, 0.01))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("NaN")
                .hasMessageContaining("step 0");
    }
}
