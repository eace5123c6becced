package io.github.diffusionelites.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.diffusionelites.support.Refusals;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes in place of the description of a model: one that reads back as an equal one, or a refusal in a sentence.
 */
class ModelConfigFuzzTest {

    private static final Path FILE = Path.of("model.json");

    static Stream<byte[]> seeds() {
        Map<String, Object> fields = RandomModel.fields(RandomModel.uneven(), "0123456789abcdef".repeat(4));
        fields.put("training", Map.of("steps", 1e3));
        return Stream.of(RandomModel.json(fields), "{\"dim\":-0,\"dim\":1e999}", "[]", "", "{\"mean\":[NaN]}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void shouldReadOrRefuse(byte[] input) {
        if (input == null) {
            return;
        }
        ModelConfig config;
        try {
            config = ModelConfigReader.read(FILE, ByteBuffer.wrap(input));
        } catch (ModelFormatException e) {
            Refusals.requireSentence(e.getMessage(), FILE);
            return;
        }
        byte[] again = RandomModel.json(RandomModel.fields(config, config.weightsSha256()))
                .getBytes(StandardCharsets.UTF_8);
        assertThat(ModelConfigReader.read(FILE, ByteBuffer.wrap(again))).isEqualTo(config);
        assertThat(config.noiseSchedule().timesteps()).isEqualTo(config.timesteps());
        assertThat(Unet1dLayout.of(config)).isNotEmpty();
    }
}
