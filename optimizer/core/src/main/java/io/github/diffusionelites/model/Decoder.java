package io.github.diffusionelites.model;

import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;

/** The map from latents to samples that a search looks through. */
public interface Decoder {

    /** Returns the channels of a sample. */
    int channels();

    /** Returns the positions of a sample. */
    int length();

    /** Returns d, the numbers of a latent. */
    default int dimension() {
        return Math.multiplyExact(channels(), length());
    }

    /** Returns whether {@code steps} matters: whether decoding is a chain of network evaluations. */
    boolean usesSteps();

    /** Returns the largest number of steps, T of the noise schedule; at least 1. */
    int maximumSteps();

    /**
     * Records the decoding of all rows.
     *
     * @param recorder takes the operations
     * @param latents rows [d]
     * @param samples rows [channels, length], in the units of the data
     * @param steps network evaluations, in [1, {@link #maximumSteps}]; without effect where steps are not used
     * @param identity whose noise the rows draw, where decoding is random
     */
    void record(Recorder recorder, Rows latents, Rows.Stored samples, int steps, NoiseIdentity identity);
}
