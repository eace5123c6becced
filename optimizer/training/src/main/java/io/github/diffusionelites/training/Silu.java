package io.github.diffusionelites.training;

import ai.djl.ndarray.NDArray;

/** The sigmoid linear unit. */
final class Silu {

    private Silu() {}

    /** x / (1 + exp(-x)), of any shape. */
    static NDArray apply(NDArray x) {
        return x.mul(x.getNDArrayInternal().sigmoid());
    }
}
