package io.github.diffusionelites.training;

import ai.djl.ndarray.NDArray;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A one-dimensional U-Net with linear attention at each level and full attention in the middle, after Ho, Jain and
 * Abbeel (arXiv 2006.11239) over positions in place of pixels.
 *
 * <p>Names and shapes of the parameters are those of the public {@code Unet1D} of the package
 * denoising-diffusion-pytorch, so that weights can be exchanged with it.
 */
final class Unet1d implements Layer {

    private final UnetConfig config;
    private final Convolution stem;
    private final TimeEmbedding time;
    private final List<UnetLevel> downs;
    private final ResnetBlock middleFirst;
    private final FullAttention middleAttention;
    private final ResnetBlock middleSecond;
    private final List<UnetLevel> ups;
    private final ResnetBlock last;
    private final Convolution head;

    Unet1d(UnetConfig config) {
        this.config = config;
        int middle = config.widthOut(config.levels() - 1);
        stem = Convolution.same("init_conv", config.channels(), config.dim(), 7);
        time = new TimeEmbedding(config);
        downs = IntStream.range(0, config.levels())
                .mapToObj(i -> UnetLevel.down(i, config))
                .toList();
        middleFirst = new ResnetBlock("mid_block1", middle, middle, config);
        middleAttention = new FullAttention("mid_attn", middle, config);
        middleSecond = new ResnetBlock("mid_block2", middle, middle, config);
        ups = IntStream.range(0, config.levels())
                .mapToObj(i -> UnetLevel.up(i, config))
                .toList();
        last = new ResnetBlock("final_res_block", 2 * config.dim(), config.dim(), config);
        head = Convolution.same("final_conv", config.dim(), config.channels(), 1);
    }

    /** The sizes of the network. */
    UnetConfig config() {
        return config;
    }

    /** The layout of all parameters. */
    ParameterLayout layout() {
        ParameterLayout layout = new ParameterLayout();
        declare(layout);
        return layout;
    }

    @Override
    public void declare(ParameterLayout layout) {
        stem.declare(layout);
        time.declare(layout);
        downs.forEach(level -> level.declare(layout));
        middleFirst.declare(layout);
        middleAttention.declare(layout);
        middleSecond.declare(layout);
        ups.forEach(level -> level.declare(layout));
        last.declare(layout);
        head.declare(layout);
    }

    /**
     * Runs the network.
     *
     * @param x shape [batch, channels, length]; its manager owns all intermediate arrays
     * @param timesteps one for each sample
     * @return shape [batch, channels, length]
     */
    NDArray forward(NDArray x, int[] timesteps, Weights weights) {
        // Each block starts its modulation with the same activation of the embedding.
        NDArray embedding = Silu.apply(time.forward(x.getManager(), timesteps, weights));
        NDArray y = stem.forward(x, weights);
        NDArray stemSkip = y;
        Deque<NDArray> skips = new ArrayDeque<>();
        for (UnetLevel level : downs) {
            y = level.first().forward(y, embedding, weights);
            skips.push(y);
            y = level.attention().forward(level.second().forward(y, embedding, weights), weights);
            skips.push(y);
            y = level.resample(y, weights);
        }
        y = middleFirst.forward(y, embedding, weights);
        y = middleAttention.forward(y, weights);
        y = middleSecond.forward(y, embedding, weights);
        for (UnetLevel level : ups) {
            y = level.first().forward(y.concat(skips.pop(), 1), embedding, weights);
            y = level.second().forward(y.concat(skips.pop(), 1), embedding, weights);
            y = level.resample(level.attention().forward(y, weights), weights);
        }
        return head.forward(last.forward(y.concat(stemSkip, 1), embedding, weights), weights);
    }
}
