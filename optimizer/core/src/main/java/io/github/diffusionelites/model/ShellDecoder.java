package io.github.diffusionelites.model;

import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.SamplerCoefficients;
import java.util.Arrays;

/**
 * Scales every latent to the length {@code sqrt(d)} before it is decoded.
 *
 * <p>Nearly all draws of N(0, I) in d dimensions have that length, so a network was trained on nothing else. A search
 * leaves that shell: as its proposal narrows, latents shrink towards its mean, and what is decoded from shrunken
 * latents is rougher than the model's own samples. With this decoder only the direction of a latent counts.
 */
public final class ShellDecoder implements Decoder {

    /** What the network gave is the next state: a step without a state and without noise. */
    private static final SamplerCoefficients OUTPUT =
            new SamplerCoefficients(0, 1, Float.POSITIVE_INFINITY, 0, 0, 0, 1, 0, 0, 0);

    private final Decoder inner;
    private final Norm unitMeanSquare;

    /** Makes a decoder that hands latents on the shell to another one. */
    public ShellDecoder(Decoder inner) {
        this.inner = inner;
        float[] gain = new float[inner.dimension()];
        Arrays.fill(gain, 1);
        this.unitMeanSquare = new Norm.Rms(Constant.of(gain, gain.length));
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
        // A latent as d channels of one position: their root-mean-square norm is the scaling.
        Features scaled = recorder.normalize(recorder.load(latents, inner.dimension(), 1), unitMeanSquare);
        inner.record(recorder, recorder.updateSampler(latents, scaled, OUTPUT, identity), samples, steps, identity);
    }
}
