package io.github.diffusionelites.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Sine and cosine features of the timestep (Vaswani et al., arXiv 1706.03762) through a two-layer perceptron. */
final class TimeEmbedding implements Layer {

    private static final double LONGEST_PERIOD = 10_000;

    private final int dim;
    private final Linear first;
    private final Linear second;

    TimeEmbedding(UnetConfig config) {
        dim = config.dim();
        first = new Linear("time_mlp.1", dim, config.timeWidth());
        second = new Linear("time_mlp.3", config.timeWidth(), config.timeWidth());
    }

    @Override
    public void declare(ParameterLayout layout) {
        first.declare(layout);
        second.declare(layout);
    }

    /**
     * Embeds timesteps.
     *
     * @param timesteps one for each sample
     * @return shape [batch, time width]
     */
    NDArray forward(NDManager manager, int[] timesteps, Weights weights) {
        NDArray features = manager.create(features(timesteps), new Shape(timesteps.length, dim));
        NDArray hidden = first.forward(features, weights).getNDArrayInternal().gelu();
        return second.forward(hidden, weights);
    }

    /** sin(t f_k) for all k, then cos(t f_k), with f_k = exp(-ln(10000) k / (dim / 2 - 1)); row-major [batch, dim]. */
    private float[] features(int[] timesteps) {
        int half = dim / 2;
        float[] features = new float[timesteps.length * dim];
        for (int sample = 0; sample < timesteps.length; sample++) {
            for (int k = 0; k < half; k++) {
                double angle = timesteps[sample] * Math.exp(-Math.log(LONGEST_PERIOD) * k / (half - 1));
                features[sample * dim + k] = (float) Math.sin(angle);
                features[sample * dim + half + k] = (float) Math.cos(angle);
            }
        }
        return features;
    }
}
