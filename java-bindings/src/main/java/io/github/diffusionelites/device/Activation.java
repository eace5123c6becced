package io.github.diffusionelites.device;

/** The nonlinearity of an epilogue. */
public enum Activation {
    /** The identity. */
    NONE,
    /** {@code x / (1 + exp(-x))}. */
    SILU,
    /** {@code x tanh(ln(1 + exp(x)))} (Misra 2019). */
    MISH,
    /** {@code x Phi(x)}, Phi the distribution function of a normal number (Hendrycks and Gimpel 2016), not by tanh. */
    GELU
}
