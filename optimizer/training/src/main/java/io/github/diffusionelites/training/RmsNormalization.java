package io.github.diffusionelites.training;

import ai.djl.ndarray.NDArray;

/**
 * Root mean square normalisation over the channels: x / max(|x|, 1e-12) * sqrt(channels) * g.
 *
 * @param name of the parameter {@code name.g} [1, channels, 1]
 * @param channels of the input
 */
record RmsNormalization(String name, int channels) implements Layer {

    private static final double SMALLEST_NORM = 1e-12;

    @Override
    public void declare(ParameterLayout layout) {
        layout.addConstant(name + ".g", 1f, 1, channels, 1);
    }

    /** Normalises [batch, channels, length] at each position. */
    NDArray forward(NDArray x, Weights weights) {
        return x.normalize(2, 1, SMALLEST_NORM).mul(weights.get(name + ".g").mul(Math.sqrt(channels)));
    }
}
