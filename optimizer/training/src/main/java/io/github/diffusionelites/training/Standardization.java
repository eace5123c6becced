package io.github.diffusionelites.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Bringing values to mean 0 and variance 1 with the engine's fused layer normalisation. */
final class Standardization {

    private Standardization() {}

    /**
     * (x - mean) / sqrt(variance + epsilon) over the last axis, with the biased variance.
     *
     * @param x any shape
     * @return the shape of {@code x}
     */
    static NDArray lastAxis(NDArray x, float epsilon) {
        Shape shape = x.getShape();
        Shape row = new Shape(shape.get(shape.dimension() - 1));
        NDManager manager = x.getManager();
        return x.getNDArrayInternal()
                .layerNorm(x, row, manager.ones(row), manager.zeros(row), epsilon)
                .singletonOrThrow();
    }
}
