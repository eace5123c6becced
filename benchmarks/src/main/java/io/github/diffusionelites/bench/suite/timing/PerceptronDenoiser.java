package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.device.Activation;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.model.Denoiser;
import io.github.diffusionelites.sampler.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The network of W5: linear layers with SiLU between them, random weights; the same at every timestep. */
final class PerceptronDenoiser implements Denoiser {

    private static final Epilogue HIDDEN = new Epilogue(Norm.NONE, null, Activation.SILU, null);

    private final int width;
    private final List<Convolution1d> layers = new ArrayList<>();

    /**
     * Makes a network.
     *
     * @param widths of the layers' inputs, the first of which is that of the output, too
     */
    PerceptronDenoiser(int... widths) {
        this.width = widths[0];
        Random random = new Random(5);
        for (int i = 0; i < widths.length; i++) {
            layers.add(layer(random, widths[i], widths[(i + 1) % widths.length]));
        }
    }

    private static Convolution1d layer(Random random, int in, int out) {
        float[] weights = new float[out * in];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(in));
        }
        return Convolution1d.linear(Constant.of(weights, out, in), Constant.of(new float[out], out));
    }

    @Override
    public Features record(Recorder recorder, Rows state, int timestep) {
        Features features = recorder.load(state, width, 1);
        for (int i = 0; i < layers.size(); i++) {
            features = recorder.linear(features, layers.get(i), i == layers.size() - 1 ? Epilogue.NONE : HIDDEN);
        }
        return features;
    }

    @Override
    public int channels() {
        return width;
    }

    @Override
    public int length() {
        return 1;
    }

    @Override
    public Prediction prediction() {
        return Prediction.V;
    }
}
