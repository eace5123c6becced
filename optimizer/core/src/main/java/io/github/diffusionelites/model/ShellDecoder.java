package io.github.diffusionelites.model;

import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;

/**
 * Scales every latent to the length {@code sqrt(d)} before it is decoded.
 *
 * <p>Nearly all draws of N(0, I) in d dimensions have that length, so a network was trained on nothing else. A search
 * leaves that shell: as its proposal narrows, latents shrink towards its mean, and what is decoded from shrunken
 * latents is rougher than the model's own samples. With this decoder only the direction of a latent counts.
 */
public final class ShellDecoder implements Decoder {

    private final Decoder inner;

    /** Makes a decoder that hands latents on the shell to another one. */
    public ShellDecoder(Decoder inner) {
        this.inner = inner;
    }

    @Override
    public int channels() {
        return inner.channels();
    }

    @Override
    public int length() {
        return inner.length();
    }

    @Override
    public boolean usesSteps() {
        return inner.usesSteps();
    }

    @Override
    public int maximumSteps() {
        return inner.maximumSteps();
    }

    @Override
    public void record(Recorder recorder, Rows latents, Rows.Stored samples, int steps, NoiseIdentity identity) {
        Rows scaled = recorder.rescale(latents, (float) Math.sqrt(inner.dimension()));
        inner.record(recorder, scaled, samples, steps, identity);
    }
}
