package io.github.diffusionelites.model;

import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.sampler.NoisyNetwork;
import io.github.diffusionelites.sampler.Prediction;

/**
 * A trained network that looks at a noised sample and says what is noise. It records operations and does not know which
 * device runs them. Recording again gives the same {@link io.github.diffusionelites.device.Constant} objects, so that
 * programs share their weights.
 */
public interface Denoiser extends NoisyNetwork {

    @Override
    Features record(Recorder recorder, Rows state, int timestep);

    /** Returns the channels of a sample. */
    int channels();

    /** Returns the positions of a sample. */
    int length();

    /** Returns what the output is. */
    Prediction prediction();
}
