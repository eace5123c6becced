package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command, given what is missing, empty or of another kind, says so in one sentence and ends with 2. */
class MissingFilesTest {

    @TempDir
    private Path directory;

    static Stream<String> lines() {
        return Stream.of(
                "run DIR/missing.toml",
                "run DIR/missing/job.toml",
                "run DIR",
                "run DIR/empty",
                "run DIR/empty/job.toml",
                "run DIR/loop",
                "run DIR/job.toml --out DIR/empty",
                "run DIR/job.toml --out DIR/empty/run",
                "run DIR/job.toml --out /proc/run",
                "run DIR/network.toml",
                "sample DIR/missing",
                "sample DIR",
                "sample DIR/empty",
                "sample DIR/model --out DIR",
                "sample DIR/model --out DIR/missing/a.npy",
                "sample DIR/model --out DIR/empty/a.npy",
                "sample DIR/model --out /",
                "inspect DIR/missing",
                "inspect DIR",
                "inspect DIR/empty",
                "inspect DIR/empty.json",
                "inspect DIR/loop",
                "inspect DIR/dangling",
                "inspect DIR/empty/a",
                "bench rehearsed --examples DIR/missing",
                "bench rehearsed --device C_P_U",
                "bench rehearsed --precision bfloat16",
                "bench rehearsed --model DIR/model",
                "bench unknown",
                "train rehearsed --out DIR/empty",
                "train unknown");
    }

    @ParameterizedTest
    @MethodSource("lines")
    void shouldSayInOneSentence(String line) throws IOException {
        Files.createFile(directory.resolve("empty"));
        Files.createFile(directory.resolve("empty.json"));
        Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(directory.resolve("dangling"), Path.of("nowhere"));
        TinyModel.write(directory.resolve("model"), 0.1f);
        String rest = """
            [search]
            sense = "minimize"
            population = 4
            [[fidelity]]
            steps = 1
            generations = 1
            [[reward]]
            term = "path_length"
            """;
        Files.writeString(
                directory.resolve("job.toml"), "[model]\nkind = \"identity\"\nchannels = 2\nlength = 4\n" + rest);
        Files.writeString(directory.resolve("network.toml"), "[model]\ndirectory = \"missing\"\n" + rest);

        CommandLineRun run = CommandLineRun.of(
                (Object[]) line.replace("DIR", directory.toString()).split(" "));

        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().filter(said -> !said.startsWith("Device ") && !said.startsWith("Plan: ")))
                .singleElement()
                .asString()
                .startsWith("elites: ")
                .doesNotContain("Exception")
                .endsWith(".");
    }
}
