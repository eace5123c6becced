package io.github.diffusionelites.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Residual linear attention (Shen et al., arXiv 1812.01243) with normalisation before and after: the queries are a
 * softmax over the channels of a head, the keys over the positions, so that no length by length matrix is made.
 */
final class LinearAttention implements Layer {

    private final RmsNormalization before;
    private final Convolution queriesKeysValues;
    private final Convolution out;
    private final RmsNormalization after;
    private final int heads;
    private final int headDim;

    /**
     * Makes a layer.
     *
     * @param name prefix of the parameters {@code fn.norm}, {@code fn.fn.to_qkv}, {@code fn.fn.to_out.0} and
     *     {@code fn.fn.to_out.1}
     */
    LinearAttention(String name, int channels, UnetConfig config) {
        heads = config.heads();
        headDim = config.headDim();
        before = new RmsNormalization(name + ".fn.norm", channels);
        queriesKeysValues = Convolution.projection(name + ".fn.fn.to_qkv", channels, 3 * heads * headDim);
        out = Convolution.same(name + ".fn.fn.to_out.0", heads * headDim, channels, 1);
        after = new RmsNormalization(name + ".fn.fn.to_out.1", channels);
    }

    @Override
    public void declare(ParameterLayout layout) {
        before.declare(layout);
        queriesKeysValues.declare(layout);
        out.declare(layout);
        after.declare(layout);
    }

    /** Maps [batch, channels, length] to the same shape. */
    NDArray forward(NDArray x, Weights weights) {
        long batch = x.getShape().get(0);
        long length = x.getShape().get(2);
        NDList parts =
                queriesKeysValues.forward(before.forward(x, weights), weights).split(3, 1);
        NDArray queries = parts.get(0).reshape(batch * heads, headDim, length).softmax(1);
        NDArray keys = parts.get(1).reshape(batch * heads, headDim, length).softmax(2);
        NDArray values = parts.get(2).reshape(batch * heads, headDim, length);
        // The scale of the queries is applied to the context: it is the smaller array.
        NDArray context = keys.batchMatMul(values.swapAxes(1, 2)).mul(1 / Math.sqrt(headDim));
        NDArray attended = context.swapAxes(1, 2).batchMatMul(queries).reshape(batch, (long) heads * headDim, length);
        return x.add(after.forward(out.forward(attended, weights), weights));
    }
}
