package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {

    @TempDir
    private Path directory;

    @Test
    void shouldTrainAndKeepTheCommandThatAskedForIt() {
        CommandLineRun run = train("--steps", 3, "--batch", 4);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("step 3 of 3, loss 0.5000");
        assertThat(run.out()).contains(model().toString());
        assertThat(model().resolve("model.json")).hasContent("elites train rehearsed --seed 0 --steps 3 --batch 4");
    }

    @Test
    void shouldNotReplaceAModelUnasked() throws IOException {
        Files.createDirectories(model());
        Files.writeString(model().resolve("model.json"), "mine");

        CommandLineRun refused = train();
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("already holds a model", "--overwrite");
        assertThat(model().resolve("model.json")).hasContent("mine");

        assertThat(train("--overwrite").code()).isZero();
        assertThat(model().resolve("model.json")).content().contains("elites train");
    }

    @Test
    void shouldTellADiskThatFillsFromAPlaceThatIsWrong() throws IOException {
        CommandLineRun full = train("--seed", RehearsedTrainer.FULL_DISK);
        assertThat(full.code()).isEqualTo(1);
        assertThat(full.err()).contains("Writing the model failed").doesNotContain("should not happen");

        Path file = Files.writeString(directory.resolve("file"), "");
        CommandLineRun wrong = CommandLineRun.of("train", "rehearsed", "--out", file);
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err().lines())
                .containsExactly("elites: The model cannot be written to " + file + " (it is a file).");
    }

    @Test
    void shouldRefuseATrainingWithoutSteps() {
        CommandLineRun run = train("--steps", 0);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("at least 1");
        assertThat(model()).doesNotExist();
    }

    @Test
    void shouldSayWhatToDoWithoutATrainer() {
        CommandLineRun run = WithoutServices.run("train", "unicycle", "--out", model());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("optimizer/training", "script elites");
        assertThat(model()).doesNotExist();
    }

    private Path model() {
        return directory.resolve("model");
    }

    private CommandLineRun train(Object... options) {
        Object[] line = new Object[options.length + 4];
        System.arraycopy(new Object[] {"train", "rehearsed", "--out", model()}, 0, line, 0, 4);
        System.arraycopy(options, 0, line, 4, options.length);
        return CommandLineRun.of(line);
    }
}
