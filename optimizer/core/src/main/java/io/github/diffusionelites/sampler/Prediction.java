package io.github.diffusionelites.sampler;

import java.util.Locale;

/** What a denoiser's output is, for a state {@code x = sqrt(abar) x0 + sqrt(1 - abar) eps}. */
public enum Prediction {
    /** The velocity {@code v = sqrt(abar) eps - sqrt(1 - abar) x0} (Salimans and Ho 2022). */
    V,
    /** The noise {@code eps}. */
    EPSILON,
    /** The clean sample {@code x0}. */
    SAMPLE;

    /** Returns the name that a model's description uses, in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
