package io.github.diffusionelites.model;

import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;

/** Samples are latents: searches of a function of Gaussian vectors, without a network. */
public final class IdentityDecoder implements Decoder {

    private final int channels;
    private final int length;
    private final Constant one = Constant.of(new float[] {1}, 1);
    private final Constant zero = Constant.of(new float[] {0}, 1);

    /**
     * Makes a decoder.
     *
     * @param channels of a sample, at least 1
     * @param length positions of a sample, at least 1
     */
    public IdentityDecoder(int channels, int length) {
        if (channels < 1 || length < 1) {
            throw new IllegalArgumentException(
                    "A sample has at least 1 channel and 1 position, but has " + channels + " and " + length + ".");
        }
        this.channels = channels;
        this.length = length;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public boolean usesSteps() {
        return false;
    }

    @Override
    public int maximumSteps() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void record(Recorder recorder, Rows latents, Rows.Stored samples, int steps, NoiseIdentity identity) {
        recorder.affine(latents, samples, one, zero);
    }
}
