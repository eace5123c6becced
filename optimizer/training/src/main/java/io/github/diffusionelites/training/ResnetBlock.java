package io.github.diffusionelites.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.jspecify.annotations.Nullable;

/** Two convolution blocks beside a residual path; the time scales and shifts the first block. */
final class ResnetBlock implements Layer {

    private final Linear modulation;
    private final ConvolutionBlock first;
    private final ConvolutionBlock second;
    private final @Nullable Convolution residual;

    /**
     * Makes a block.
     *
     * @param name prefix of the parameters {@code mlp.1}, {@code block1}, {@code block2} and {@code res_conv}; the last
     *     exists where the widths differ
     */
    ResnetBlock(String name, int in, int out, UnetConfig config) {
        modulation = new Linear(name + ".mlp.1", config.timeWidth(), 2 * out);
        first = new ConvolutionBlock(name + ".block1", in, out, config.groups());
        second = new ConvolutionBlock(name + ".block2", out, out, config.groups());
        residual = in == out ? null : Convolution.same(name + ".res_conv", in, out, 1);
    }

    @Override
    public void declare(ParameterLayout layout) {
        modulation.declare(layout);
        first.declare(layout);
        second.declare(layout);
        if (residual != null) {
            residual.declare(layout);
        }
    }

    /**
     * Runs the block.
     *
     * @param x shape [batch, in, length]
     * @param time the activated time embedding, shape [batch, time width]
     * @return shape [batch, out, length]
     */
    NDArray forward(NDArray x, NDArray time, Weights weights) {
        NDList scaleAndShift = modulation.forward(time, weights).split(2, 1);
        NDArray y = first.forward(x, scaleAndShift.get(0), scaleAndShift.get(1), weights);
        y = second.forward(y, null, null, weights);
        return y.add(residual == null ? x : residual.forward(x, weights));
    }
}
