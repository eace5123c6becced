package io.github.diffusionelites.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.model.DiffusionDecoder;
import io.github.diffusionelites.support.Decoding;
import io.github.diffusionelites.support.DeviceTestCase;
import io.github.diffusionelites.support.LinearDenoiser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole chains, recorded and run, against published sums and closed forms. */
class DdimFixtureTest extends DeviceTestCase {

    /** Published in the scheduler tests of the library diffusers: sum of |x|, tolerance 1e-2. */
    @ParameterizedTest
    @CsvSource({"EPSILON, 172.0067, 0.223967", "V, 52.5302, 0.0684"})
    void shouldGiveThePublishedSums(Prediction prediction, double sum, double mean) {
        float[] ramp = new float[768];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i / 768f;
        }
        DdimSettings settings = new DdimSettings(0, Spacing.LEADING, 1, false, true);
        Decoder decoder = new DiffusionDecoder(
                LinearDenoiser.ramp(1, 768, prediction),
                NoiseSchedule.linear(1000),
                settings,
                List.of(0.0),
                List.of(1.0));
        double total = 0;
        for (float value : Decoding.run(device, decoder, ramp, 10, 0)) {
            total += Math.abs(value);
        }
        assertThat(total).isCloseTo(sum, within(1e-2));
        assertThat(total / 768).isCloseTo(mean, within(1e-3));
    }

    /** For Gaussian data the chain is affine, {@code x = A z + B}; reference values in double precision. */
    @ParameterizedTest
    @CsvSource({"10, .374128494, .298154898", "50, .472439113, .298910992"})
    void shouldGiveTheClosedFormForGaussianData(int steps, double a, double b) {
        NoiseSchedule schedule = NoiseSchedule.linear(1000);
        DdimSettings settings = new DdimSettings(0, Spacing.LEADING, DdimSettings.NO_CLIP, false, true);
        Decoder decoder = new DiffusionDecoder(
                LinearDenoiser.gaussian(1, 4, schedule, 0.3, 0.25), schedule, settings, List.of(0.0), List.of(1.0));
        float[] samples = Decoding.run(device, decoder, new float[] {0, 1, -2, 3}, steps, 0);
        assertThat((double) samples[0]).isCloseTo(b, within(2e-6));
        assertThat((double) samples[1]).isCloseTo(b + a, within(2e-6));
        assertThat((double) samples[2]).isCloseTo(b - 2 * a, within(4e-6));
        assertThat((double) samples[3]).isCloseTo(b + 3 * a, within(4e-6));
    }

    @Test
    void shouldScaleEachChannelToTheUnitsOfTheData() {
        NoiseSchedule schedule = NoiseSchedule.cosine(100);
        LinearDenoiser perfect = new LinearDenoiser(2, 3, Prediction.SAMPLE, t -> 0, t -> 1);
        Decoder decoder = new DiffusionDecoder(
                perfect, schedule, DdimSettings.standard(0), List.of(0.5, -1.0), List.of(2.0, 0.25));
        assertThat(Decoding.run(device, decoder, new float[6], 4, 0))
                .containsExactly(2.5f, 2.5f, 2.5f, -0.75f, -0.75f, -0.75f);
    }

    /** With eta = 1 the noise of N(0, 1) data keeps their variance, and it depends on seed and individual. */
    @Test
    void shouldDrawFreshNoiseForEachIndividual() {
        NoiseSchedule schedule = NoiseSchedule.cosine(1000);
        Decoder decoder = new DiffusionDecoder(
                LinearDenoiser.gaussian(1, 16, schedule, 0, 1),
                schedule,
                DdimSettings.standard(1),
                List.of(0.0),
                List.of(1.0));
        float[] latents = new float[2000 * 16];
        float[] samples = Decoding.run(device, decoder, latents, 50, 7);
        double sum = 0;
        double squares = 0;
        for (float value : samples) {
            sum += value;
            squares += value * value;
        }
        // All latents are 0, so that what varies is fresh noise: nearly all of the variance after 50 steps.
        assertThat(sum / samples.length).isCloseTo(0, within(0.03));
        assertThat(squares / samples.length).isBetween(0.9, 1.02);
        assertThat(Decoding.run(device, decoder, latents, 50, 7)).isEqualTo(samples);
        assertThat(Decoding.run(device, decoder, latents, 50, 8)).isNotEqualTo(samples);
    }
}
