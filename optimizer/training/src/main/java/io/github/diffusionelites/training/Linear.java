package io.github.diffusionelites.training;

import ai.djl.ndarray.NDArray;

/**
 * An affine map.
 *
 * @param name of the parameters {@code name.weight} [out, in] and {@code name.bias} [out]
 * @param in input width
 * @param out output width
 */
record Linear(String name, int in, int out) implements Layer {

    @Override
    public void declare(ParameterLayout layout) {
        layout.addUniform(name + ".weight", in, out, in);
        layout.addUniform(name + ".bias", in, out);
    }

    /** Maps [batch, in] to [batch, out]. */
    NDArray forward(NDArray x, Weights weights) {
        return x.getNDArrayInternal()
                .linear(x, weights.get(name + ".weight"), weights.get(name + ".bias"))
                .singletonOrThrow();
    }
}
