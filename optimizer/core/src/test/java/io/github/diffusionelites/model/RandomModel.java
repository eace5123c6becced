package io.github.diffusionelites.model;

import io.github.diffusionelites.device.Shape;
import io.github.diffusionelites.sampler.Prediction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.json.JsonMapper;

/** Model directories with small networks of random weights, the same for the same seed on every machine. */
public final class RandomModel {

    private RandomModel() {}

    /** Two levels, 8 and 16 channels, 2 channels by 8 positions. */
    public static ModelConfig small() {
        return config(8, List.of(1, 2), 2, 8, 4, 2, 4, true);
    }

    /** Three levels whose widths go up and down, 3 channels by 16 positions. */
    public static ModelConfig uneven() {
        return config(8, List.of(1, 3, 2), 3, 16, 2, 3, 5, true);
    }

    /** Describes a network; the digest is filled in when it is written. */
    public static ModelConfig config(
            int dim,
            List<Integer> multipliers,
            int channels,
            int length,
            int groups,
            int heads,
            int headDim,
            boolean standardization) {
        List<Double> mean = new ArrayList<>();
        List<Double> deviation = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            mean.add(0.25 * c);
            deviation.add(1 + 0.5 * c);
        }
        return new ModelConfig(
                dim,
                multipliers,
                channels,
                length,
                groups,
                heads,
                headDim,
                standardization,
                Prediction.V,
                ModelConfig.ScheduleKind.COSINE,
                1000,
                mean,
                deviation,
                "model.safetensors",
                "");
    }

    /** Returns weights: uniform within the inverse root of the fan-in; gains around 1. */
    public static Map<String, Tensor> weights(ModelConfig config, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, Shape> entry : Unet1dLayout.of(config).entrySet()) {
            Shape shape = entry.getValue();
            float[] values = new float[(int) shape.elements()];
            boolean gain = entry.getKey().endsWith(".g") || entry.getKey().endsWith("norm.weight");
            double radius = gain ? 0.3 : shape.rank() == 1 ? 0.2 : Math.sqrt(shape.dimension(0) * 3.0 / values.length);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((gain ? 1 : 0) + radius * (2 * random.nextDouble() - 1));
            }
            tensors.put(entry.getKey(), new Tensor(shape, values));
        }
        return tensors;
    }

    /** Writes a model directory with random weights. */
    public static Path write(Path directory, ModelConfig config, long seed) throws IOException {
        return write(directory, config, weights(config, seed));
    }

    /** Writes a model directory with these weights, whatever they are. */
    public static Path write(Path directory, ModelConfig config, Map<String, Tensor> weights) throws IOException {
        Path file = directory.resolve(config.weights());
        SafetensorsWriter.write(file, weights);
        Files.writeString(
                directory.resolve(DiffusionModel.DESCRIPTION),
                json(fields(config, Safetensors.read(file).sha256())),
                StandardCharsets.UTF_8);
        return directory;
    }

    /** Returns the fields of a description, to be changed. */
    public static Map<String, Object> fields(ModelConfig config, String digest) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("format", ModelConfig.FORMAT);
        fields.put("architecture", ModelConfig.ARCHITECTURE);
        fields.put("dim", config.dim());
        fields.put("multipliers", config.multipliers());
        fields.put("channels", config.channels());
        fields.put("length", config.length());
        fields.put("groups", config.groups());
        fields.put("heads", config.heads());
        fields.put("head_dim", config.headDim());
        fields.put("weight_standardization", config.weightStandardization());
        fields.put("prediction", config.prediction().label());
        fields.put("schedule", config.schedule().label());
        fields.put("timesteps", config.timesteps());
        fields.put("mean", config.mean());
        fields.put("deviation", config.deviation());
        fields.put("weights", config.weights());
        fields.put("weights_sha256", digest);
        return fields;
    }

    /** Returns fields as JSON. */
    public static String json(Map<String, Object> fields) {
        return JsonMapper.shared().writeValueAsString(fields);
    }
}
