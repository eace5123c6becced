package io.github.diffusionelites.training;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** Standardised convolution, group normalisation, modulation by the time, SiLU. */
final class ConvolutionBlock implements Layer {

    private static final float EPSILON = 1e-5f;

    private final Convolution convolution;
    private final String norm;
    private final int channels;
    private final int groups;

    /**
     * Makes a block.
     *
     * @param name prefix of the parameters {@code proj} and {@code norm}
     */
    ConvolutionBlock(String name, int in, int out, int groups) {
        this.convolution = new Convolution(name + ".proj", in, out, 3, 1, 1, true, true);
        this.norm = name + ".norm";
        this.channels = out;
        this.groups = groups;
    }

    @Override
    public void declare(ParameterLayout layout) {
        convolution.declare(layout);
        layout.addConstant(norm + ".weight", 1f, channels);
        layout.addConstant(norm + ".bias", 0f, channels);
    }

    /**
     * Runs the block.
     *
     * @param x shape [batch, in, length]
     * @param scale shape [batch, out] or null for none
     * @param shift shape [batch, out]; null exactly if {@code scale} is
     * @return shape [batch, out, length]
     */
    NDArray forward(NDArray x, @Nullable NDArray scale, @Nullable NDArray shift, Weights weights) {
        NDArray gain = weights.get(norm + ".weight").reshape(1, channels);
        NDArray offset = weights.get(norm + ".bias").reshape(1, channels);
        if (scale != null) {
            // (n gain + offset)(scale + 1) + shift, joined first because [batch, out] is small beside the samples.
            NDArray factor = scale.add(1);
            gain = factor.mul(gain);
            offset = factor.mul(offset).add(shift);
        }
        NDArray y = convolution.forward(x, weights);
        long batch = y.getShape().get(0);
        long length = y.getShape().get(2);
        NDArray normalized = Standardization.lastAxis(y.reshape(batch, groups, channels / groups * length), EPSILON)
                .reshape(batch, channels, length);
        return Silu.apply(normalized.mul(gain.expandDims(2)).add(offset.expandDims(2)));
    }
}
