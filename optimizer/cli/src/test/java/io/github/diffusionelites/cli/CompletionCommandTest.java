package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionCommandTest {

    @TempDir
    private Path directory;

    private Path script;

    @BeforeEach
    void write() throws IOException {
        CommandLineRun run = CommandLineRun.of("completion");
        assertThat(run.code()).as(run.err()).isZero();
        script = Files.writeString(directory.resolve("elites_completion"), run.out());
    }

    @Test
    void shouldBeValidBash() throws Exception {
        assertThat(bash("-n", script.toString())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ins, inspect", "sam, sample", "comp, completion", "dev, devices", "r, run"})
    void shouldCompleteCommands(String begun, String command) throws Exception {
        assertThat(completions("elites", begun)).contains(command).doesNotContain("train");
    }

    @Test
    void shouldCompleteOptions() throws Exception {
        assertThat(completions("elites", "run", "--chu")).containsExactly("--chunk-rows");
        assertThat(completions("elites", "run", "--precision", "b")).containsExactly("bfloat16");
        for (String command : List.of("run", "sample", "bench")) {
            assertThat(completions("elites", command, "--bin")).containsExactly("--binding");
            assertThat(completions("elites", command, "--binding", "j")).containsExactly("jcuda");
        }
        assertThat(completions("./elites", "inspect", "--j")).containsExactly("--json");
    }

    private String[] completions(String... words) throws Exception {
        // Bash has compopt only while it completes.
        String line = "compopt() { :; }; source '" + script + "'; COMP_WORDS=(" + String.join(" ", words)
                + "); COMP_CWORD=" + (words.length - 1) + "; _complete_elites; printf '%s\\n' \"${COMPREPLY[@]}\"";
        return bash("-c", line).split("\n");
    }

    private static String bash(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "bash";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
