package io.github.diffusionelites.training;

import ai.djl.ndarray.NDArray;

/**
 * A level of the network on the way down or up.
 *
 * @param first block of the level
 * @param second block of the level
 * @param attention after the blocks
 * @param upsample whether each position is repeated before {@code resample}
 * @param resample the convolution that changes width and length
 */
record UnetLevel(
        ResnetBlock first, ResnetBlock second, LinearAttention attention, boolean upsample, Convolution resample)
        implements Layer {

    /** The level with the given index on the way down. */
    static UnetLevel down(int level, UnetConfig config) {
        String name = "downs." + level;
        int in = config.widthIn(level);
        int out = config.widthOut(level);
        boolean last = level == config.levels() - 1;
        return new UnetLevel(
                new ResnetBlock(name + ".0", in, in, config),
                new ResnetBlock(name + ".1", in, in, config),
                new LinearAttention(name + ".2", in, config),
                false,
                last
                        ? Convolution.same(name + ".3", in, out, 3)
                        : new Convolution(name + ".3", in, out, 4, 2, 1, true, false));
    }

    /** The level with the given index on the way up: index 0 is the deepest. */
    static UnetLevel up(int index, UnetConfig config) {
        String name = "ups." + index;
        int level = config.levels() - 1 - index;
        int in = config.widthIn(level);
        int out = config.widthOut(level);
        boolean last = level == 0;
        return new UnetLevel(
                new ResnetBlock(name + ".0", out + in, out, config),
                new ResnetBlock(name + ".1", out + in, out, config),
                new LinearAttention(name + ".2", out, config),
                !last,
                Convolution.same(last ? name + ".3" : name + ".3.1", out, in, 3));
    }

    @Override
    public void declare(ParameterLayout layout) {
        first.declare(layout);
        second.declare(layout);
        attention.declare(layout);
        resample.declare(layout);
    }

    /** Changes width and length: [batch, in, length] to [batch, out, half, same or twice the length]. */
    NDArray resample(NDArray x, Weights weights) {
        return resample.forward(upsample ? repeatPositions(x) : x, weights);
    }

    private static NDArray repeatPositions(NDArray x) {
        long batch = x.getShape().get(0);
        long channels = x.getShape().get(1);
        long length = x.getShape().get(2);
        return x.expandDims(3).broadcast(batch, channels, length, 2).reshape(batch, channels, 2 * length);
    }
}
