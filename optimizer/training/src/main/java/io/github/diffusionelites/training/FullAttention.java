package io.github.diffusionelites.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** Residual softmax attention between all positions, with normalisation before. */
final class FullAttention implements Layer {

    private final RmsNormalization before;
    private final Convolution queriesKeysValues;
    private final Convolution out;
    private final int heads;
    private final int headDim;

    /**
     * Makes a layer.
     *
     * @param name prefix of the parameters {@code fn.norm}, {@code fn.fn.to_qkv} and {@code fn.fn.to_out}
     */
    FullAttention(String name, int channels, UnetConfig config) {
        heads = config.heads();
        headDim = config.headDim();
        before = new RmsNormalization(name + ".fn.norm", channels);
        queriesKeysValues = Convolution.projection(name + ".fn.fn.to_qkv", channels, 3 * heads * headDim);
        out = Convolution.same(name + ".fn.fn.to_out", heads * headDim, channels, 1);
    }

    @Override
    public void declare(ParameterLayout layout) {
        before.declare(layout);
        queriesKeysValues.declare(layout);
        out.declare(layout);
    }

    /** Maps [batch, channels, length] to the same shape. */
    NDArray forward(NDArray x, Weights weights) {
        long batch = x.getShape().get(0);
        long length = x.getShape().get(2);
        NDList parts =
                queriesKeysValues.forward(before.forward(x, weights), weights).split(3, 1);
        NDArray queries = parts.get(0).reshape(batch * heads, headDim, length).mul(1 / Math.sqrt(headDim));
        NDArray keys = parts.get(1).reshape(batch * heads, headDim, length);
        NDArray values = parts.get(2).reshape(batch * heads, headDim, length);
        NDArray attention = queries.swapAxes(1, 2).batchMatMul(keys).softmax(2);
        NDArray attended = values.batchMatMul(attention.swapAxes(1, 2)).reshape(batch, (long) heads * headDim, length);
        return x.add(out.forward(attended, weights));
    }
}
