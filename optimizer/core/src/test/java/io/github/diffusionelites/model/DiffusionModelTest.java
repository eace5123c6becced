package io.github.diffusionelites.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiffusionModelTest {

    @TempDir
    Path directory;

    @Test
    void shouldLoadADirectoryOrItsDescription() throws IOException {
        RandomModel.write(directory, RandomModel.small(), 3);
        DiffusionModel model = DiffusionModel.load(directory);
        assertThat(model.weightsDigest()).hasSize(64).isEqualTo(model.config().weightsSha256());
        assertThat(model.denoiser().channels()).isEqualTo(2);
        assertThat(model.denoiser().length()).isEqualTo(8);
        assertThat(model.schedule().timesteps()).isEqualTo(1000);
        assertThat(model.decoder(0).dimension()).isEqualTo(16);
        assertThat(model.decoder(0).maximumSteps()).isEqualTo(1000);
        assertThat(DiffusionModel.load(directory.resolve("model.json")).config())
                .isEqualTo(model.config());
    }

    @Test
    void shouldRefuseWeightsThatTheDescriptionWasNotMadeFor() throws IOException {
        RandomModel.write(directory, RandomModel.small(), 3);
        SafetensorsWriter.write(directory.resolve("model.safetensors"), RandomModel.weights(RandomModel.small(), 4));
        assertThatThrownBy(() -> DiffusionModel.load(directory))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("SHA-256");
    }

    @Test
    void shouldNameBothShapesWhereTheyDiffer() throws IOException {
        Map<String, Tensor> weights = RandomModel.weights(RandomModel.small(), 3);
        weights.put("downs.0.0.block1.proj.weight", Tensor.of(new float[8 * 8 * 5], 8, 8, 5));
        refused(weights, "\"downs.0.0.block1.proj.weight\"", "[8, 8, 5]", "[8, 8, 3]");
    }

    @Test
    void shouldNameATensorThatIsMissingOrLeftOver() throws IOException {
        Map<String, Tensor> weights = RandomModel.weights(RandomModel.small(), 3);
        Tensor bias = weights.remove("mid_attn.fn.fn.to_out.bias");
        refused(weights, "lack the tensor \"mid_attn.fn.fn.to_out.bias\"", "[16]");
        weights.put("mid_attn.fn.fn.to_out.bias", bias);
        weights.put("mid_attn.fn.fn.other", bias);
        refused(weights, "1 tensors", "\"mid_attn.fn.fn.other\"");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldNameATensorThatIsNotFinite(float value) throws IOException {
        Map<String, Tensor> weights = RandomModel.weights(RandomModel.small(), 3);
        weights.get("ups.1.2.fn.norm.g").values()[5] = value;
        refused(weights, "\"ups.1.2.fn.norm.g\"", String.valueOf(value), "place 5");
    }

    @Test
    void shouldRefuseMissingFiles() throws IOException {
        assertThatThrownBy(() -> DiffusionModel.load(directory))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model.json does not exist");
        RandomModel.write(directory, RandomModel.small(), 3);
        Files.delete(directory.resolve("model.safetensors"));
        assertThatThrownBy(() -> DiffusionModel.load(directory))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model.safetensors does not exist");
    }

    @Test
    void shouldRefuseADescriptionOfAnotherNetwork() throws IOException {
        RandomModel.write(directory, RandomModel.small(), 3);
        Map<String, Object> fields = RandomModel.fields(
                RandomModel.small(),
                Safetensors.read(directory.resolve("model.safetensors")).sha256());
        fields.put("channels", 3);
        fields.put("mean", List.of(0, 0, 0));
        fields.put("deviation", List.of(1, 1, 1));
        Files.writeString(directory.resolve("model.json"), RandomModel.json(fields), StandardCharsets.UTF_8);
        assertThatThrownBy(() -> DiffusionModel.load(directory))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("[8, 2, 7]")
                .hasMessageContaining("[8, 3, 7]");
    }

    private void refused(Map<String, Tensor> weights, String... parts) throws IOException {
        RandomModel.write(directory, RandomModel.small(), weights);
        assertThatThrownBy(() -> DiffusionModel.load(directory))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void shouldShowTheNameOfAForeignTensorEscaped() throws IOException {
        Map<String, Tensor> weights = RandomModel.weights(RandomModel.small(), 3);
        weights.put("a\u001b[2J", weights.get("ups.1.2.fn.norm.g"));
        refused(weights, "hold 1 tensors", "the first \"a\\u001b[2J\"");
    }
}
