package io.github.diffusionelites.cli;

import io.github.diffusionelites.model.DiffusionModel;
import io.github.diffusionelites.model.ModelConfig;
import io.github.diffusionelites.model.WeightsSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes what a model or its weights hold as JSON. */
final class InspectionJson {

    /** In ASCII, so that no name of a tensor can do anything to a terminal. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private InspectionJson() {}

    /**
     * Returns an object.
     *
     * @param model null where there are only weights
     */
    static String of(@Nullable DiffusionModel model, WeightsSummary weights) {
        Map<String, Object> whole = new LinkedHashMap<>();
        if (model != null) {
            whole.put("model", model(model.config()));
        }
        whole.put("weights", weights.file().toString());
        whole.put("bytes", weights.bytes());
        whole.put("header_bytes", weights.headerBytes());
        whole.put("parameters", weights.values());
        whole.put("sha256", weights.sha256());
        whole.put("metadata", weights.metadata());
        whole.put("tensors", tensors(weights));
        // A delete character is ASCII, and JSON leaves it as it is.
        return JSON.writeValueAsString(whole).replace("\u007f", "\\u007f");
    }

    private static Map<String, Object> model(ModelConfig config) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("architecture", ModelConfig.ARCHITECTURE);
        model.put("dim", config.dim());
        model.put("multipliers", config.multipliers());
        model.put("channels", config.channels());
        model.put("length", config.length());
        model.put("groups", config.groups());
        model.put("heads", config.heads());
        model.put("head_dim", config.headDim());
        model.put("weight_standardization", config.weightStandardization());
        model.put("prediction", config.prediction().label());
        model.put("schedule", config.schedule().label());
        model.put("timesteps", config.timesteps());
        return model;
    }

    private static List<Map<String, Object>> tensors(WeightsSummary weights) {
        List<Map<String, Object>> tensors = new ArrayList<>();
        for (WeightsSummary.Item item : weights.tensors()) {
            long[] shape = new long[item.shape().rank()];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = item.shape().dimension(i);
            }
            Map<String, Object> tensor = new LinkedHashMap<>();
            tensor.put("name", item.name());
            tensor.put("dtype", item.type());
            tensor.put("shape", shape);
            tensor.put("data_offsets", new long[] {item.begin(), item.end()});
            tensors.add(tensor);
        }
        return tensors;
    }
}
