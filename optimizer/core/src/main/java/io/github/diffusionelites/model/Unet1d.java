package io.github.diffusionelites.model;

import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.sampler.Prediction;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A one-dimensional U-Net with linear attention at each level and full attention in the middle, after Ho, Jain and
 * Abbeel (2020). Layout and names of the parameters are those of the public {@code Unet1D} of the package
 * denoising-diffusion-pytorch. What depends on the timestep alone is computed once, in double precision.
 */
public final class Unet1d implements Denoiser {

    private record Level(ResnetBlock first, ResnetBlock second, AttentionBlock attention, Convolution1d resample) {}

    private final ModelConfig config;
    private final Convolution1d stem;
    private final List<Level> downs = new ArrayList<>();
    private final ResnetBlock middleFirst;
    private final AttentionBlock middleAttention;
    private final ResnetBlock middleSecond;
    private final List<Level> ups = new ArrayList<>();
    private final ResnetBlock last;
    private final Convolution1d head;

    /**
     * Makes a network of weights.
     *
     * @param config the description
     * @param tensors the weights
     * @param file that the weights were read from, for messages
     * @throws ModelFormatException if a weight is missing, is of another shape, is left over, or is not finite
     */
    public Unet1d(ModelConfig config, Safetensors tensors, Path file) {
        this.config = config;
        UnetWeights weights = new UnetWeights(config, tensors, file);
        TimeEmbedding time = new TimeEmbedding(weights);
        stem = weights.same("init_conv");
        int levels = config.multipliers().size();
        for (int i = 0; i < levels; i++) {
            String name = "downs." + i;
            downs.add(level(
                    weights, name, time, i < levels - 1 ? weights.halving(name + ".3") : weights.same(name + ".3")));
        }
        middleFirst = new ResnetBlock(weights, "mid_block1", time);
        middleAttention = AttentionBlock.full(weights, "mid_attn");
        middleSecond = new ResnetBlock(weights, "mid_block2", time);
        for (int i = 0; i < levels; i++) {
            String name = "ups." + i;
            ups.add(level(
                    weights, name, time, i < levels - 1 ? weights.doubling(name + ".3.1") : weights.same(name + ".3")));
        }
        last = new ResnetBlock(weights, "final_res_block", time);
        head = weights.same("final_conv");
    }

    private static Level level(UnetWeights weights, String name, TimeEmbedding time, Convolution1d resample) {
        return new Level(
                new ResnetBlock(weights, name + ".0", time),
                new ResnetBlock(weights, name + ".1", time),
                AttentionBlock.linear(weights, name + ".2"),
                resample);
    }

    @Override
    public Features record(Recorder recorder, Rows state, int timestep) {
        Features stemSkip =
                recorder.convolve(recorder.load(state, config.channels(), config.length()), stem, Epilogue.NONE);
        Features x = stemSkip;
        Deque<Features> skips = new ArrayDeque<>();
        for (Level level : downs) {
            x = level.first.record(recorder, x, timestep);
            skips.push(x);
            x = level.attention.record(recorder, level.second.record(recorder, x, timestep));
            skips.push(x);
            x = recorder.convolve(x, level.resample, Epilogue.NONE);
        }
        x = middleFirst.record(recorder, x, timestep);
        x = middleAttention.record(recorder, x);
        x = middleSecond.record(recorder, x, timestep);
        for (Level level : ups) {
            x = level.first.record(recorder, recorder.concatenate(x, skips.pop()), timestep);
            x = level.second.record(recorder, recorder.concatenate(x, skips.pop()), timestep);
            x = recorder.convolve(level.attention.record(recorder, x), level.resample, Epilogue.NONE);
        }
        x = last.record(recorder, recorder.concatenate(x, stemSkip), timestep);
        return recorder.convolve(x, head, Epilogue.NONE);
    }

    @Override
    public int channels() {
        return config.channels();
    }

    @Override
    public int length() {
        return config.length();
    }

    @Override
    public Prediction prediction() {
        return config.prediction();
    }
}
