package io.github.diffusionelites.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.support.Decoding;
import io.github.diffusionelites.support.DeviceUnderTest;
import io.github.diffusionelites.support.LinearDenoiser;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InpaintingTest {

    private static final NoiseSchedule SCHEDULE = NoiseSchedule.cosine(1000);
    private static final double[] FIRST = {0.5, -0.5};
    private static final double[] LAST = {2, -2};

    /** A decoder without scaling, so that the scale of the network is that of the samples. */
    private record Bare(NoisyNetwork network, Inpainting inpainting) implements Decoder {

        @Override
        public int channels() {
            return inpainting.channels();
        }

        @Override
        public int length() {
            return inpainting.length();
        }

        @Override
        public boolean usesSteps() {
            return true;
        }

        @Override
        public int maximumSteps() {
            return SCHEDULE.timesteps();
        }

        @Override
        public void record(Recorder recorder, Rows latents, Rows.Stored samples, int steps, NoiseIdentity identity) {
            Ddim chain = Ddim.of(SCHEDULE, DdimSettings.standard(0), Prediction.SAMPLE, steps);
            Rows clean = inpainting.record(recorder, latents, chain, SCHEDULE, network, identity);
            float[] zeros = new float[dimension()];
            float[] ones = new float[dimension()];
            Arrays.fill(ones, 1);
            recorder.affine(clean, samples, Constant.of(ones, ones.length), Constant.of(zeros, zeros.length));
        }
    }

    @Test
    void shouldFixTheEndsAndLeaveTheRest() {
        int length = 5;
        LinearDenoiser network = LinearDenoiser.gaussian(2, length, SCHEDULE, 0, 1);
        Inpainting inpainting = Inpainting.ends(2, length, FIRST, LAST, 11);
        float[] latents = new float[3 * 2 * length];
        for (int i = 0; i < latents.length; i++) {
            latents[i] = (float) Math.sin(i);
        }
        try (Device device = DeviceUnderTest.open()) {
            float[] samples = Decoding.run(device, new Bare(network, inpainting), latents, 20, 0);
            for (int i = 0; i < 3; i++) {
                for (int c = 0; c < 2; c++) {
                    int row = (i * 2 + c) * length;
                    assertThat((double) samples[row]).isEqualTo(FIRST[c]);
                    assertThat((double) samples[row + length - 1]).isEqualTo(LAST[c]);
                    for (int l = 1; l < length - 1; l++) {
                        // The chain of N(0, 1) data is nearly the identity, and this network mixes no positions.
                        assertThat(samples[row + l]).isCloseTo(latents[row + l], within(0.3f));
                    }
                }
            }
            assertThat(Decoding.run(device, new Bare(network, inpainting), latents, 20, 0))
                    .isEqualTo(samples);
        }
    }

    /** A network that mixes neighbours sees the known values and their noise before the end. */
    @Test
    void shouldOverwriteBeforeEveryStep() {
        int length = 4;
        Constant smoothing = Constant.of(new float[] {0.25f, 0.5f, 0.25f}, 1, 1, 3);
        NoisyNetwork network = (recorder, state, timestep) -> recorder.convolve(
                recorder.load(state, 1, length), new Convolution1d(smoothing, null, 1, 1, false), Epilogue.NONE);
        float[] latents = {0.1f, 0.2f, -0.3f, 0.4f};
        try (Device device = DeviceUnderTest.open()) {
            float[] plain = decode(device, network, latents, 2, 11);
            float[] otherValue = decode(device, network, latents, 3, 11);
            float[] otherNoise = decode(device, network, latents, 2, 12);
            assertThat(otherValue[2]).isGreaterThan(plain[2] + 0.05f);
            assertThat(otherNoise[2]).isNotCloseTo(plain[2], within(1e-4f));
        }
    }

    private static float[] decode(Device device, NoisyNetwork network, float[] latents, double last, long seed) {
        Inpainting inpainting = Inpainting.ends(1, latents.length, new double[] {0}, new double[] {last}, seed);
        return Decoding.run(device, new Bare(network, inpainting), latents, 5, 0);
    }

    @Test
    void shouldRefuseEndsThatDoNotFit() {
        assertThatThrownBy(() -> Inpainting.ends(2, 5, new double[1], LAST, 0))
                .hasMessageContaining("[2, 5]")
                .hasMessageContaining("1 and 2");
    }
}
