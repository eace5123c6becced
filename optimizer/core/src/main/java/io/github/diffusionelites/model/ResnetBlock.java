package io.github.diffusionelites.model;

import io.github.diffusionelites.device.Activation;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.Recorder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Two convolutions with group normalisation and SiLU around a residual; the time scales and shifts the first one. The
 * residual is the input, or its projection where the number of channels changes.
 */
final class ResnetBlock {

    private final TimeEmbedding time;
    private final LinearLayer modulation;
    private final Convolution1d first;
    private final Norm firstNorm;
    private final Convolution1d second;
    private final Norm secondNorm;
    private final @Nullable Convolution1d shortcut;
    private final Map<Integer, Constant> modulations = new ConcurrentHashMap<>();

    ResnetBlock(UnetWeights weights, String name, TimeEmbedding time) {
        this.time = time;
        this.modulation = new LinearLayer(weights, name + ".mlp.1");
        this.first = weights.block(name + ".block1.proj");
        this.firstNorm = weights.groupNorm(name + ".block1.norm");
        this.second = weights.block(name + ".block2.proj");
        this.secondNorm = weights.groupNorm(name + ".block2.norm");
        this.shortcut = first.in() == first.out() ? null : weights.same(name + ".res_conv");
    }

    Features record(Recorder recorder, Features x, int timestep) {
        Features hidden =
                recorder.convolve(x, first, new Epilogue(firstNorm, scaleShift(timestep), Activation.SILU, null));
        Features residual = shortcut == null ? x : recorder.convolve(x, shortcut, Epilogue.NONE);
        return recorder.convolve(hidden, second, new Epilogue(secondNorm, null, Activation.SILU, residual));
    }

    private Constant scaleShift(int timestep) {
        return modulations.computeIfAbsent(timestep, t -> {
            double[] values = modulation.apply(time.at(t));
            float[] rounded = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                rounded[i] = (float) values[i];
            }
            return Constant.of(rounded, 2, first.out());
        });
    }
}
