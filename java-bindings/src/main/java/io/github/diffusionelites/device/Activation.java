package io.github.diffusionelites.device;

/** The nonlinearity of an epilogue. */
public enum Activation {
    /** The identity. */
    NONE,
    /** {@code x / (1 + exp(-x))}. */
    SILU
}
