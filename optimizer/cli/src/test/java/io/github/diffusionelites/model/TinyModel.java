package io.github.diffusionelites.model;

import io.github.diffusionelites.device.Shape;
import io.github.diffusionelites.sampler.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.json.JsonMapper;

/** Writes directories of a model with a network of random weights, 2 channels by 8 positions. */
public final class TinyModel {

    private TinyModel() {}

    /**
     * Writes a model.
     *
     * @param strange takes the place of the first weight; NaN makes the model unusable
     */
    public static Path write(Path directory, float strange) throws IOException {
        ModelConfig config = new ModelConfig(
                8,
                List.of(1, 2),
                2,
                8,
                4,
                2,
                4,
                true,
                Prediction.V,
                ModelConfig.ScheduleKind.COSINE,
                1000,
                List.of(0.25, 0.0),
                List.of(0.15, 0.1),
                "model.safetensors",
                "");
        SplittableRandom random = new SplittableRandom(5);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, Shape> entry : Unet1dLayout.of(config).entrySet()) {
            float[] values = new float[(int) entry.getValue().elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.4 * random.nextDouble() - 0.2);
            }
            if (tensors.isEmpty()) {
                values[0] = strange;
            }
            tensors.put(entry.getKey(), new Tensor(entry.getValue(), values));
        }
        Path weights = Files.createDirectories(directory).resolve(config.weights());
        SafetensorsWriter.write(weights, tensors);
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("format", ModelConfig.FORMAT);
        description.put("architecture", ModelConfig.ARCHITECTURE);
        description.put("dim", config.dim());
        description.put("multipliers", config.multipliers());
        description.put("channels", config.channels());
        description.put("length", config.length());
        description.put("groups", config.groups());
        description.put("heads", config.heads());
        description.put("head_dim", config.headDim());
        description.put("weight_standardization", config.weightStandardization());
        description.put("prediction", "v");
        description.put("schedule", "cosine");
        description.put("timesteps", config.timesteps());
        description.put("mean", config.mean());
        description.put("deviation", config.deviation());
        description.put("weights", config.weights());
        description.put("weights_sha256", Safetensors.read(weights).sha256());
        Files.writeString(
                directory.resolve(DiffusionModel.DESCRIPTION),
                JsonMapper.shared().writeValueAsString(description));
        return directory;
    }
}
