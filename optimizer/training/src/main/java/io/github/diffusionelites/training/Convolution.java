package io.github.diffusionelites.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * A convolution over positions.
 *
 * @param name of the parameters {@code name.weight} [out, in, kernel] and {@code name.bias} [out]
 * @param in input channels
 * @param out output channels
 * @param kernel taps
 * @param stride of the positions
 * @param padding zeros on either side
 * @param biased whether a bias is added
 * @param standardized whether the kernels of each output channel are brought to mean 0 and variance 1 before use
 *     (weight standardisation, Qiao et al., arXiv 1903.10520)
 */
record Convolution(
        String name, int in, int out, int kernel, int stride, int padding, boolean biased, boolean standardized)
        implements Layer {

    private static final float EPSILON = 1e-5f;

    /** A convolution that keeps the length: stride 1, odd kernel, with bias. */
    static Convolution same(String name, int in, int out, int kernel) {
        return new Convolution(name, in, out, kernel, 1, kernel / 2, true, false);
    }

    /** A 1x1 convolution without bias. */
    static Convolution projection(String name, int in, int out) {
        return new Convolution(name, in, out, 1, 1, 0, false, false);
    }

    @Override
    public void declare(ParameterLayout layout) {
        int fanIn = in * kernel;
        layout.addUniform(name + ".weight", fanIn, out, in, kernel);
        if (biased) {
            layout.addUniform(name + ".bias", fanIn, out);
        }
    }

    /**
     * Convolves.
     *
     * @param x shape [batch, in, length]
     * @return shape [batch, out, (length + 2 padding - kernel) / stride + 1]
     */
    NDArray forward(NDArray x, Weights weights) {
        NDArray kernels = weights.get(name + ".weight");
        if (standardized) {
            // Layer normalisation of a row uses the biased variance, as weight standardisation does.
            kernels = Standardization.lastAxis(kernels.reshape(out, (long) in * kernel), EPSILON)
                    .reshape(out, in, kernel);
        }
        return x.getNDArrayInternal()
                .convolution(
                        x,
                        kernels,
                        biased ? weights.get(name + ".bias") : null,
                        new Shape(stride),
                        new Shape(padding),
                        new Shape(1),
                        1)
                .singletonOrThrow();
    }
}
