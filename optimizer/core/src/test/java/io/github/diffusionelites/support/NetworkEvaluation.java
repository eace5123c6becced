package io.github.diffusionelites.support;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.SamplerCoefficients;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.model.Denoiser;
import io.github.diffusionelites.model.IdentityDecoder;

/** Runs a network alone: a sampler step hands its output on as it is. */
public final class NetworkEvaluation {

    private static final SamplerCoefficients OUTPUT =
            new SamplerCoefficients(0, 1, Float.POSITIVE_INFINITY, 0, 0, 0, 1, 0, 0, 0);

    private NetworkEvaluation() {}

    /**
     * Returns the outputs of the network for inputs [individuals, channels, length] at one timestep.
     */
    public static float[] run(Device device, Denoiser network, float[] inputs, int timestep) {
        return Decoding.run(device, new Single(network, timestep), inputs, 1, 0);
    }

    private record Single(Denoiser network, int timestep) implements Decoder {

        @Override
        public int channels() {
            return network.channels();
        }

        @Override
        public int length() {
            return network.length();
        }

        @Override
        public boolean usesSteps() {
            return true;
        }

        @Override
        public int maximumSteps() {
            return 1;
        }

        @Override
        public void record(Recorder recorder, Rows latents, Rows.Stored samples, int steps, NoiseIdentity identity) {
            Rows output =
                    recorder.updateSampler(latents, network.record(recorder, latents, timestep), OUTPUT, identity);
            new IdentityDecoder(channels(), length()).record(recorder, output, samples, steps, identity);
        }
    }
}
