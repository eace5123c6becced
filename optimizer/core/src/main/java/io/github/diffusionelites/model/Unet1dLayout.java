package io.github.diffusionelites.model;

import io.github.diffusionelites.device.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names and shapes of the parameters of a {@link Unet1d}. They are those of the public {@code Unet1D} of the package
 * denoising-diffusion-pytorch, so that its weights can be used as they are.
 */
final class Unet1dLayout {

    /** The time is embedded into this many times dim. */
    static final int TIME_FACTOR = 4;

    static final int STEM_KERNEL = 7;
    static final int BLOCK_KERNEL = 3;
    static final int DOWN_KERNEL = 4;

    private final ModelConfig config;
    private final Map<String, Shape> shapes = new LinkedHashMap<>();

    private Unet1dLayout(ModelConfig config) {
        this.config = config;
    }

    /** Returns the shape of every parameter by its name. */
    static Map<String, Shape> of(ModelConfig config) {
        Unet1dLayout layout = new Unet1dLayout(config);
        layout.network();
        return layout.shapes;
    }

    /** Returns the channels that go into a level on the way down. */
    static int widthIn(ModelConfig config, int level) {
        return level == 0 ? config.dim() : widthOut(config, level - 1);
    }

    /** Returns the channels that come out of a level on the way down. */
    static int widthOut(ModelConfig config, int level) {
        return config.dim() * config.multipliers().get(level);
    }

    private void network() {
        int levels = config.multipliers().size();
        int time = TIME_FACTOR * config.dim();
        convolution("init_conv", config.channels(), config.dim(), STEM_KERNEL);
        linear("time_mlp.1", config.dim(), time);
        linear("time_mlp.3", time, time);
        for (int i = 0; i < levels; i++) {
            int in = widthIn(config, i);
            block("downs." + i + ".0", in, in);
            block("downs." + i + ".1", in, in);
            linearAttention("downs." + i + ".2", in);
            convolution("downs." + i + ".3", in, widthOut(config, i), i < levels - 1 ? DOWN_KERNEL : BLOCK_KERNEL);
        }
        int middle = widthOut(config, levels - 1);
        block("mid_block1", middle, middle);
        attention("mid_attn", middle);
        block("mid_block2", middle, middle);
        for (int i = 0; i < levels; i++) {
            int in = widthIn(config, levels - 1 - i);
            int out = widthOut(config, levels - 1 - i);
            block("ups." + i + ".0", out + in, out);
            block("ups." + i + ".1", out + in, out);
            linearAttention("ups." + i + ".2", out);
            convolution("ups." + i + (i < levels - 1 ? ".3.1" : ".3"), out, in, BLOCK_KERNEL);
        }
        block("final_res_block", 2 * config.dim(), config.dim());
        convolution("final_conv", config.dim(), config.channels(), 1);
    }

    private void block(String name, int in, int out) {
        linear(name + ".mlp.1", TIME_FACTOR * config.dim(), 2 * out);
        convolution(name + ".block1.proj", in, out, BLOCK_KERNEL);
        vectors(name + ".block1.norm", out);
        convolution(name + ".block2.proj", out, out, BLOCK_KERNEL);
        vectors(name + ".block2.norm", out);
        if (in != out) {
            convolution(name + ".res_conv", in, out, 1);
        }
    }

    private void linearAttention(String name, int width) {
        add(name + ".fn.norm.g", 1, width, 1);
        add(name + ".fn.fn.to_qkv.weight", 3L * config.heads() * config.headDim(), width, 1);
        convolution(name + ".fn.fn.to_out.0", config.heads() * config.headDim(), width, 1);
        add(name + ".fn.fn.to_out.1.g", 1, width, 1);
    }

    private void attention(String name, int width) {
        add(name + ".fn.norm.g", 1, width, 1);
        add(name + ".fn.fn.to_qkv.weight", 3L * config.heads() * config.headDim(), width, 1);
        convolution(name + ".fn.fn.to_out", config.heads() * config.headDim(), width, 1);
    }

    private void convolution(String name, int in, int out, int kernel) {
        add(name + ".weight", out, in, kernel);
        add(name + ".bias", out);
    }

    private void linear(String name, int in, int out) {
        add(name + ".weight", out, in);
        add(name + ".bias", out);
    }

    private void vectors(String name, int width) {
        add(name + ".weight", width);
        add(name + ".bias", width);
    }

    private void add(String name, long... dimensions) {
        shapes.put(name, Shape.of(dimensions));
    }
}
