package io.github.diffusionelites.device;

/**
 * A normalisation of feature maps, over the values of one individual. Squares are summed in float32: where their sum is not
 * finite, from magnitudes of some 1e18 on, the result is NaN, so that it cannot pass for one without meaning.
 */
public sealed interface Norm {

    /** No normalisation. */
    record None() implements Norm {}

    /**
     * Group normalisation (Wu and He 2018): mean and biased variance over the channels of a group and all positions,
     * then a gain and a bias for each channel.
     *
     * @param groups divides the channels
     * @param gain shape {@code [channels]}
     * @param bias shape {@code [channels]}
     * @param epsilon added to the variance, above 0
     */
    record Group(int groups, Constant gain, Constant bias, float epsilon) implements Norm {}

    /**
     * Root-mean-square normalisation over the channels at each position:
     * {@code x / max(||x||, 1e-12) * sqrt(channels) * gain}.
     *
     * @param gain shape {@code [channels]}
     */
    record Rms(Constant gain) implements Norm {}

    /** No normalisation. */
    Norm NONE = new None();
}
