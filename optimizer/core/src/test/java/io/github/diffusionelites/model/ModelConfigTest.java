package io.github.diffusionelites.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.diffusionelites.sampler.Prediction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelConfigTest {

    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @TempDir
    Path directory;

    @Test
    void shouldReadEveryField() throws IOException {
        Map<String, Object> fields = RandomModel.fields(RandomModel.uneven(), DIGEST);
        fields.put("prediction", "epsilon");
        fields.put("schedule", "linear");
        fields.put("weight_standardization", false);
        fields.put("training", Map.of("anything", List.of(1, "x")));
        ModelConfig config = ModelConfig.read(write(RandomModel.json(fields)));
        assertThat(config)
                .isEqualTo(new ModelConfig(
                        8,
                        List.of(1, 3, 2),
                        3,
                        16,
                        2,
                        3,
                        5,
                        false,
                        Prediction.EPSILON,
                        ModelConfig.ScheduleKind.LINEAR,
                        1000,
                        List.of(0.0, 0.25, 0.5),
                        List.of(1.0, 1.5, 2.0),
                        "model.safetensors",
                        DIGEST));
        assertThat(config.noiseSchedule().timesteps()).isEqualTo(1000);
        assertThat(config.noiseSchedule().alphaBar(0)).isEqualTo(1 - 1e-4);
    }

    static Stream<Arguments> wrongValues() {
        return Stream.of(
                arguments("format", "diffusion-elites-model/2", "\"diffusion-elites-model/1\""),
                arguments("architecture", "unet2d", "\"unet1d\""),
                arguments("dim", 2, "[4, 4096]"),
                arguments("dim", 9, "even"),
                arguments("dim", 8.5, "integer"),
                arguments("dim", "8", "integer"),
                arguments("dim", 1L << 33, "integer"),
                arguments("multipliers", List.of(), "1 to 8"),
                arguments("multipliers", List.of(1, 0), "[1, 64]"),
                arguments("multipliers", List.of(1, 1, 1, 1, 1, 1, 1, 1, 1), "1 to 8"),
                arguments("multipliers", List.of(1, 2.5), "integers"),
                arguments("multipliers", 3, "array"),
                arguments("channels", 0, "[1, 4096]"),
                arguments("length", 0, "[1, 65536]"),
                arguments("length", 7, "multiple of 2"),
                arguments("groups", 3, "divisor of dim, 8"),
                arguments("groups", 0, "[1, 4096]"),
                arguments("heads", 257, "[1, 256]"),
                arguments("head_dim", -1, "[1, 1024]"),
                arguments("weight_standardization", 1, "true or false"),
                arguments("prediction", "V", "\"v\" or \"epsilon\" or \"sample\""),
                arguments("schedule", "sigmoid", "\"cosine\" or \"linear\""),
                arguments("timesteps", 4097, "[1, 4096]"),
                arguments("mean", List.of(1.0), "array of 2 finite"),
                arguments("mean", List.of("x", "y"), "finite numbers"),
                arguments("mean", List.of(1e300, 0), "finite numbers"),
                arguments("deviation", List.of(1.0, 0.0), "above 0"),
                arguments("deviation", List.of(1.0, -1.0), "above 0"),
                arguments("weights", "../model.safetensors", "plain file name"),
                arguments("weights", "/etc/passwd", "plain file name"),
                arguments("weights", "..", "plain file name"),
                arguments("weights", "", "plain file name"),
                arguments("weights", "a\\b", "plain file name"),
                arguments("weights_sha256", "ABC", "64 hexadecimal"),
                arguments("weights_sha256", DIGEST.toUpperCase(Locale.ROOT), "lower case"),
                arguments("training", "yes", "an object"),
                arguments("extra", 1, "nothing of this name"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("wrongValues")
    void shouldRefuseAWrongValueByName(String key, Object value, String allowed) throws IOException {
        Map<String, Object> fields = RandomModel.fields(RandomModel.small(), DIGEST);
        fields.put(key, value);
        Path file = write(RandomModel.json(fields));
        assertThatThrownBy(() -> ModelConfig.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("\"" + key + "\"")
                .hasMessageContaining(allowed)
                .hasMessageContaining("model.json");
    }

    @Test
    void shouldRefuseEveryMissingKeyByName() throws IOException {
        for (String key : RandomModel.fields(RandomModel.small(), DIGEST).keySet()) {
            Map<String, Object> fields = RandomModel.fields(RandomModel.small(), DIGEST);
            fields.remove(key);
            Path file = write(RandomModel.json(fields));
            assertThatThrownBy(() -> ModelConfig.read(file))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("lacks the key \"" + key + "\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "null",
                "{",
                "{\"dim\":8,\"dim\":8}",
                "{}{}",
                "{\"a\":NaN}",
                "{// comment\n}",
                "{'dim':8}",
                "{\"a\":01}"
            })
    void shouldRefuseWhatIsNoStrictJsonObject(String text) throws IOException {
        Path file = write(text);
        assertThatThrownBy(() -> ModelConfig.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model.json");
    }

    @Test
    void shouldRefuseDeepLargeAndBinaryFiles() throws IOException {
        Path deep = write("{\"training\":" + "[".repeat(100_000) + "}");
        assertThatThrownBy(() -> ModelConfig.read(deep)).isInstanceOf(ModelFormatException.class);
        Path large = write("{\"training\":\"" + "x".repeat(1 << 20) + "\"}");
        assertThatThrownBy(() -> ModelConfig.read(large))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("the most are 1048576");
        Path binary = directory.resolve("model.json");
        Files.write(binary, new byte[] {'{', (byte) 0xff, '}'});
        assertThatThrownBy(() -> ModelConfig.read(binary))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> ModelConfig.read(directory))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("is a directory");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("model.json"), text, StandardCharsets.UTF_8);
    }
}
