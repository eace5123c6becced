package io.github.diffusionelites.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.model.ModelTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class UnicycleTrainerTest {

    @TempDir
    Path directory;

    private static ModelTrainer.Settings settings(Path output, int steps, int batch) {
        return new ModelTrainer.Settings(output, TinyTraining.SEED, steps, batch, "./elites train \"unicycle\"");
    }

    @Test
    void shouldBeFoundAsAService() {
        assertThat(ServiceLoader.load(ModelTrainer.class))
                .anySatisfy(trainer -> assertThat(trainer.name()).isEqualTo("unicycle"));
    }

    @Test
    void shouldWriteTheShippedNetworkAndSayHowItWasMade() throws Exception {
        Path output = directory.resolve("new/model");
        new UnicycleTrainer().train(settings(output, 3, 4), progress -> {});

        try (var files = Files.list(output)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("model.safetensors", "model.json", "loss.csv");
        }
        byte[] weights = Files.readAllBytes(output.resolve("model.safetensors"));
        JsonNode model = JsonMapper.shared().readTree(Files.readString(output.resolve("model.json")));
        assertThat(model.at("/format").asString()).isEqualTo("diffusion-elites-model/1");
        assertThat(model.at("/multipliers").toString()).isEqualTo("[1,2,4]");
        assertThat(model.at("/head_dim").asInt()).isEqualTo(32);
        assertThat(model.at("/weight_standardization").asBoolean()).isTrue();
        assertThat(model.at("/mean").size()).isEqualTo(2);
        assertThat(model.at("/deviation/1").asDouble()).isBetween(0.11, 0.13);
        assertThat(model.at("/weights_sha256").asString())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(weights)));
        assertThat(model.at("/training/command").asString()).isEqualTo("./elites train \"unicycle\"");
        assertThat(model.at("/training/steps").asInt()).isEqualTo(3);
        assertThat(model.at("/training/batch").asInt()).isEqualTo(4);
        assertThat(model.at("/training/data/euler_steps").asInt()).isEqualTo(32);

        List<String> losses = Files.readAllLines(output.resolve("loss.csv"));
        assertThat(losses).hasSize(4).first().isEqualTo("step,loss");
        double mean = losses.stream()
                .skip(1)
                .mapToDouble(line -> Double.parseDouble(line.split(",")[1]))
                .average()
                .orElseThrow();
        assertThat(Math.abs(model.at("/training/loss").asDouble() - mean)).isLessThan(1e-5);
    }

    @Test
    void shouldRepeatForASeed() throws IOException {
        UnicycleTrainer trainer = new UnicycleTrainer(TinyTraining.config());
        trainer.train(settings(directory.resolve("a"), 3, 8), progress -> {});
        trainer.train(settings(directory.resolve("b"), 3, 8), progress -> {});

        for (String file : List.of("model.safetensors", "model.json", "loss.csv")) {
            assertThat(directory.resolve("a").resolve(file))
                    .hasSameBinaryContentAs(directory.resolve("b").resolve(file));
        }
    }

    @Test
    void shouldLowerTheLossAndReportProgress() throws IOException {
        List<ModelTrainer.Progress> reports = new ArrayList<>();
        new UnicycleTrainer(TinyTraining.config()).train(settings(directory, 45, 32), reports::add);

        assertThat(reports).extracting(ModelTrainer.Progress::step).containsExactly(10, 20, 30, 40, 45);
        assertThat(reports).allSatisfy(report -> assertThat(report.steps()).isEqualTo(45));
        assertThat(reports).extracting(ModelTrainer.Progress::seconds).isSorted();
        assertThat(reports.getLast().loss())
                .as("seed %d", TinyTraining.SEED)
                .isLessThan(0.7 * reports.getFirst().loss());
    }

    @Test
    void shouldRefuseAnOutputThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("occupied"), "a file");

        assertThatThrownBy(() -> new UnicycleTrainer().train(settings(file.resolve("model"), 3, 4), progress -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("cannot be written");
    }

    @Test
    void shouldRefuseATrainingWithoutStepsOrPaths() {
        UnicycleTrainer trainer = new UnicycleTrainer();
        assertThatThrownBy(() -> trainer.train(settings(directory, 0, 4), progress -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("steps=0");
        assertThatThrownBy(() -> trainer.train(settings(directory, 3, 0), progress -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batch=0");
        assertThat(directory).isEmptyDirectory();
    }
}
