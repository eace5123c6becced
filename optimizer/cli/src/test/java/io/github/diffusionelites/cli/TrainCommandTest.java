package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {

    @TempDir
    private Path directory;

    @Test
    void shouldSayWhatToDoWithoutATrainer() {
        CommandLineRun run = CommandLineRun.of("train", "unicycle", "--out", directory.resolve("model"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("optimizer/training", "script elites");
        assertThat(directory.resolve("model")).doesNotExist();
    }
}
