package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs of many searches that are disturbed while they run, and end with the bytes of one that was not. */
@Timeout(120)
class BatchInterruptionTest {

    private static final String PROCESS = """
        term = "process"
        command = ["python3", "goal.py"]
        parameters = [0.4, 0.2]
        retries = 0
        """;

    @TempDir
    private Path directory;

    private Path job;
    private Path out;
    private String whole;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void runUndisturbed() throws IOException {
        job = Files.writeString(
                directory.resolve("goals.toml"), TinyBatch.of(100, TinyBatch.GOAL, TinyBatch.seeds(1500)));
        out = directory.resolve("out");
        Path undisturbed = directory.resolve("whole");
        CommandLineRun run = CommandLineRun.of("batch", job, "--out", undisturbed);
        assertThat(run.code()).as(run.err()).isZero();
        whole = BatchDigest.of(undisturbed);
    }

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void shouldGoOnAfterASignal(String signal) throws Exception {
        Process process = start(List.of(), "--places", "40");

        signal(signal, Long.toString(process.pid()));

        requireInterrupted(process);
        requireSameWhenResumed();
    }

    /** As a terminal and an init system do: the parent and all workers get it. */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void shouldGoOnAfterASignalToTheWholeGroup(String signal) throws Exception {
        Process process = start(List.of("setsid"), "--places", "40", "--workers", "cpu,cpu");

        signal(signal, "-" + process.pid());

        requireInterrupted(process);
        requireSameWhenResumed();
    }

    /** Programs that compute rewards get it too and die; what they were asked is not taken for something that failed. */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void shouldGoOnAfterASignalToRewardsToo(String signal) throws Exception {
        assumeTrue(new ProcessBuilder("which", "python3").start().waitFor() == 0, "there is no python3");
        Path rewards = Path.of(System.getProperty("elites.root"), "optimizer", "examples", "rewards");
        Files.copy(rewards.resolve("goal.py"), directory.resolve("goal.py"));
        Files.writeString(job, TinyBatch.of(20, PROCESS, TinyBatch.seeds(400)));
        Path undisturbed = directory.resolve("whole");
        CommandLineRun run = CommandLineRun.of("batch", job, "--out", undisturbed, "--overwrite", "--allow-processes");
        assertThat(run.code()).as(run.err()).isZero();
        whole = BatchDigest.of(undisturbed);
        Process process = start(List.of("setsid"), "--places", "10", "--allow-processes");

        signal(signal, "-" + process.pid());

        requireInterrupted(process);
        requireSameWhenResumed("--allow-processes");
    }

    @Test
    void shouldNotMindASignalToAWorkerAlone() throws Exception {
        Process process = start(List.of(), "--places", "40", "--workers", "cpu,cpu");
        ProcessHandle worker = process.descendants().findFirst().orElseThrow();

        signal("INT", Long.toString(worker.pid()));

        requireDone(process);
        assertThat(said()).doesNotContain("ended with exit code");
    }

    @Test
    void shouldNotMindASecondProcessThatIsRefused() throws Exception {
        Process process = start(List.of(), "--places", "40");

        CommandLineRun second = CommandLineRun.of("batch", job, "--out", out, "--resume");

        assertThat(second.code()).as(second.err()).isEqualTo(2);
        assertThat(second.err()).contains("Another process");
        assertThat(process.isAlive()).as("alive when the second was refused").isTrue();
        requireDone(process);
    }

    /** Starts the job and waits until it has saved states. */
    private Process start(List<String> before, Object... options) throws Exception {
        List<Object> words = new ArrayList<>(List.of("batch", job, "--out", out, "--save-seconds", "0"));
        words.addAll(List.of(options));
        List<String> line = new ArrayList<>(before);
        line.addAll(CommandLineProcess.words(Elites.class, words.toArray()));
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile())
                .start();
        started.add(process);
        while (!Files.exists(out.resolve("checkpoint/worker-0.states"))) {
            assertThat(process.isAlive()).as(said()).isTrue();
            Thread.sleep(5);
        }
        return process;
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("said"));
    }

    private static void signal(String name, String target) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, "--", target).start();
        assertThat(kill.waitFor()).isZero();
    }

    private void requireInterrupted(Process process) throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said()).isEqualTo(130);
    }

    private void requireDone(Process process) throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said()).isZero();
        assertThat(BatchDigest.of(out)).isEqualTo(whole);
    }

    private void requireSameWhenResumed(Object... options) throws IOException {
        List<Object> words = new ArrayList<>(List.of("batch", job, "--out", out, "--resume"));
        words.addAll(List.of(options));
        CommandLineRun resumed = CommandLineRun.of(words.toArray());
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(BatchDigest.of(out)).isEqualTo(whole);
    }
}
