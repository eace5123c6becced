package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ElitesTest {

    @Test
    void shouldExplainItself() {
        for (CommandLineRun run : new CommandLineRun[] {CommandLineRun.of(), CommandLineRun.of("--help")}) {
            assertThat(run.code()).isZero();
            assertThat(run.out()).contains("run", "sample", "train", "devices", "130");
        }
        assertThat(CommandLineRun.of("--version").out()).contains("elites", "Java 25");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rum", "run", "run a.toml b.toml", "run a.toml --seed x", "--devices", "devices cpu"})
    void shouldRefuseWhatItDoesNotUnderstand(String line) {
        CommandLineRun run = CommandLineRun.of((Object[]) line.split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("elites: ").contains("--help");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void shouldListDevices() {
        CommandLineRun run = CommandLineRun.of("devices");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("cpu: ", "auto chooses ");
        assertThat(run.out())
                .containsPattern("cpu: .+, [0-9]+ lanes?, AVX(2|-512), products A[^,]+, bfloat16 (native|rounded)");
    }

    @Test
    void shouldSayInASentenceWhatFailedInside() {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new Elites()).setErr(new PrintWriter(err));

        assertThat(Failures.report(new IllegalStateException("The gear broke."), command))
                .isEqualTo(1);
        assertThat(err.toString()).contains("The gear broke.", "--stacktrace").doesNotContain("\tat ");
    }

    @Test
    void shouldNotLetATerminalObeyTheNameOfAFileThatCannotBeWritten() {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new Elites()).setErr(new PrintWriter(err));
        String message = "Writing to runs/\u001b[2Jgone\nelites: all is well failed";

        assertThat(Failures.report(new UncheckedIOException(message, new IOException()), command))
                .isEqualTo(1);
        assertThat(err.toString().strip())
                .isEqualTo("elites: Writing to runs/\\u001b[2Jgone\\u000aelites: all is well failed.");
    }

    @Test
    void shouldShowTheStackOnRequest() {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new Elites()).setErr(new PrintWriter(err));
        command.parseArgs("--stacktrace");

        assertThat(Failures.report(new IllegalStateException("The gear broke."), command))
                .isEqualTo(1);
        assertThat(err.toString()).contains("\tat ");
    }

    @Test
    void shouldTellExhaustedMemoryApart() {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new Elites()).setErr(new PrintWriter(err));

        assertThat(Failures.report(new OutOfMemoryError("Java heap space"), command))
                .isEqualTo(4);
        assertThat(err.toString()).contains("Java heap space");
    }
}
