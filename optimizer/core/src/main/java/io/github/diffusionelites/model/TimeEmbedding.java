package io.github.diffusionelites.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the blocks of a network know of the timestep: sine and cosine features (Vaswani et al. 2017), a linear layer, an
 * exact GELU, a linear layer, and the SiLU that every block starts with. Computed once a timestep.
 */
final class TimeEmbedding {

    private static final double LONGEST_PERIOD = 10_000;

    private final int dim;
    private final LinearLayer first;
    private final LinearLayer second;
    private final Map<Integer, double[]> known = new ConcurrentHashMap<>();

    TimeEmbedding(UnetWeights weights) {
        this.dim = weights.config().dim();
        this.first = new LinearLayer(weights, "time_mlp.1");
        this.second = new LinearLayer(weights, "time_mlp.3");
    }

    /** Returns the activated embedding, 4 dim numbers; they must not be changed. */
    double[] at(int timestep) {
        return known.computeIfAbsent(timestep, this::embed);
    }

    private double[] embed(int timestep) {
        double[] hidden = first.apply(features(timestep));
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = ErrorFunction.gelu(hidden[i]);
        }
        double[] embedding = second.apply(hidden);
        for (int i = 0; i < embedding.length; i++) {
            embedding[i] /= 1 + Math.exp(-embedding[i]);
        }
        return embedding;
    }

    /** sin(t f_k) for all k, then cos(t f_k), with f_k = exp(-ln(10000) k / (dim / 2 - 1)). */
    private double[] features(int timestep) {
        int half = dim / 2;
        double[] features = new double[dim];
        for (int k = 0; k < half; k++) {
            double angle = timestep * Math.exp(-Math.log(LONGEST_PERIOD) * k / (half - 1));
            features[k] = Math.sin(angle);
            features[half + k] = Math.cos(angle);
        }
        return features;
    }
}
