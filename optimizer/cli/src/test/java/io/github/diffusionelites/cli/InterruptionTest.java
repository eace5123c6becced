package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interrupts the command line in a process of its own. */
@Timeout(120)
class InterruptionTest {

    private static final String ENDLESS =
            RunCommandTest.JOB.replace("generations = 3", "generations = 1000000") + "[output]\npictures = false\n";

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void shouldWriteWhatWasFoundAndEndWithItsOwnCode(String signal) throws Exception {
        Process process = start(ENDLESS);
        awaitGeneration(process);

        signal(process, signal);

        process.errorReader().transferTo(Writer.nullWriter());
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(process.inputReader().readAllAsString()).contains("interrupted after");
        assertThat(directory.resolve("out/result.json"))
                .content()
                .contains("\"status\" : \"interrupted\"")
                .contains("\"reward\"");
        assertThat(directory.resolve("out")).isDirectoryContaining("glob:**/best.npy");
    }

    @Test
    void shouldEndAtOnceOnASecondSignal() throws Exception {
        Process process = interruptedOnce(0);

        signal(process, "TERM");

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
    }

    @Test
    void shouldNotEndOnAnEchoOfTheFirstSignal() throws Exception {
        Process process = interruptedOnce(TimeUnit.HOURS.toNanos(1));

        signal(process, "INT");
        signal(process, "TERM");

        assertThat(process.waitFor(1, TimeUnit.SECONDS)).as("ended by an echo").isFalse();
    }

    private Process interruptedOnce(long echoNanos) throws Exception {
        Process process = java(StubbornProcess.class, Long.toString(echoNanos));
        BufferedReader err = process.errorReader();
        assertThat(err.readLine()).isEqualTo("listening");
        signal(process, "INT");
        assertThat(err.readLine()).isEmpty();
        assertThat(err.readLine()).contains("A second interruption ends at once");
        return process;
    }

    private Process start(String job) throws IOException {
        Path file = Files.writeString(directory.resolve("endless.toml"), job);
        return java(
                Elites.class,
                "run",
                file.toString(),
                "--out",
                directory.resolve("out").toString());
    }

    private Process java(Class<?> main, String... arguments) throws IOException {
        // A build that runs in the background ignores SIGINT, and so would a Java process that it starts.
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT,TERM,HUP",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Delites.native.path=" + System.getProperty("elites.native.path"),
                "-Delites.live=false",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private static void awaitGeneration(Process process) throws IOException {
        BufferedReader err = process.errorReader();
        StringBuilder said = new StringBuilder();
        for (String line = err.readLine(); line != null; line = err.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith("generation 3 ")) {
                return;
            }
        }
        throw new AssertionError("The process ended before its third generation: " + said);
    }

    private static void signal(Process process, String name) throws Exception {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(code).isZero();
    }
}
