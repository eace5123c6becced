package io.github.diffusionelites.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.EvolutionCoefficients;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The reference of Diffusion Evolution in its limits. */
class EvolveReferenceTest {

    private static final Offset<Double> TINY = within(1e-12);

    @Test
    void shouldBeDrawnToALoneIndividual() {
        // x0 = y, eps = (x - y / 2) / 0.25.
        var step = new EvolutionCoefficients(0.5f, 0.25f, 0.75f, 0.5f, 0);
        var result = EvolveReference.apply(new float[] {1}, new float[][] {{2}}, new float[] {-700}, step);
        assertThat(result.next()).containsExactly(new double[] {0.75 * 2 + 0.5 * (1 - 0.5 * 2) / 0.25}, TINY);
        assertThat(result.sampleSize()).isEqualTo(1, TINY);
    }

    @Test
    void shouldTakeTheFitnessWeightedMeanWhereSignalIsNothing() {
        var step = EvolutionCoefficients.estimate(0);
        float[][] keys = {{0, 0}, {1, 0}, {0, 4}};
        float[] logFitness = {0, (float) Math.log(2), 0};
        var result = EvolveReference.apply(new float[] {9, -9}, keys, logFitness, step);
        assertThat(result.next()).containsExactly(new double[] {0.5, 1}, within(1e-7));
        assertThat(result.sampleSize()).isEqualTo(16 / 6.0, within(1e-6));
    }

    @Test
    void shouldEstimateItselfWhereNoiseIsLittle() {
        var step = EvolutionCoefficients.estimate(1 - 1e-6);
        float[][] keys = {{0, 0}, {1, 0}, {0, 4}};
        var result = EvolveReference.apply(keys[1], keys, new float[3], step);
        assertThat(result.next()).containsExactly(new double[] {1, 0}, within(1e-6));
        assertThat(result.sampleSize()).isEqualTo(1, TINY);
    }

    @Test
    void shouldLetInfiniteFitnessOutweighDistance() {
        var step = EvolutionCoefficients.estimate(0.9);
        float[][] keys = {{0}, {100}, {200}};
        float infinity = Float.POSITIVE_INFINITY;
        var result = EvolveReference.apply(keys[0], keys, new float[] {50, infinity, infinity}, step);
        assertThat(result.next()).containsExactly(new double[] {150}, TINY);
    }

    @Test
    void shouldTellWhoHasWeight() {
        assertThat(EvolveReference.hasWeight(new float[] {1, 2}, -1e30f)).isTrue();
        assertThat(EvolveReference.hasWeight(new float[] {1, 2}, Float.NaN)).isFalse();
        assertThat(EvolveReference.hasWeight(new float[] {1, 2}, Float.NEGATIVE_INFINITY))
                .isFalse();
        assertThat(EvolveReference.hasWeight(new float[] {1, Float.NaN}, 0)).isFalse();
    }
}
