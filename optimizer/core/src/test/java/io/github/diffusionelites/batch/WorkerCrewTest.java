package io.github.diffusionelites.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs whose workers end in the middle of their work. */
@Timeout(120)
class WorkerCrewTest extends BatchTestCase {

    private BatchJob job;
    private Path out;
    private Path turns;
    private Map<String, byte[]> expected;

    @BeforeEach
    void runWhole() throws IOException {
        job = job(JOB);
        out = directory.resolve("out");
        turns = Files.createDirectory(directory.resolve("turns"));
        Path whole = directory.resolve("whole");
        run(job, whole, 0);
        expected = results(whole);
    }

    /** What it had goes back to the queue, wherever it was; a worker that was killed is started again. */
    @ParameterizedTest
    @CsvSource({"KILLED, 0", "KILLED, 1", "KILLED, 2", "KILLED, 9", "KILLED, 20", "GARBAGE, 3", "GARBAGE, 20"})
    void shouldStartAWorkerAgainThatWasKilled(FaultyWorker.Fault fault, int messages) throws IOException {
        BatchSummary summary = execute(fault, messages, 1, 2);

        assertThat(summary.progress().finished()).isEqualTo(15);
        assertThat(notices).singleElement().asString().contains("go back to the queue, and it is started again");
        requireSame(expected, out);
    }

    /** Its searches go to the other one. */
    @ParameterizedTest
    @ValueSource(ints = {2, 9, 20})
    void shouldGoOnWithoutAWorkerThatSaysWhatFailed(int messages) throws IOException {
        execute(FaultyWorker.Fault.MEMORY, messages, 1, 2);

        assertThat(notices).singleElement().asString().contains("no memory for this test", "go to the others");
        requireSame(expected, out);
    }

    @Test
    void shouldEndWhenAllWorkersSayWhatFailed() throws IOException {
        assertThatThrownBy(() -> execute(FaultyWorker.Fault.MEMORY, 9, 2, 2))
                .isInstanceOfSatisfying(
                        WorkerException.class, e -> assertThat(e.exitCode()).isEqualTo(FaultyWorker.OUT_OF_MEMORY))
                .hasMessageContaining("no memory for this test")
                .hasMessageContaining("--resume");

        execute(FaultyWorker.Fault.MEMORY, 0, 0, 1);
        requireSame(expected, out);
    }

    @Test
    void shouldLeaveOutAWorkerThatDiesAgainAndAgain() throws IOException {
        assertThatThrownBy(() -> execute(FaultyWorker.Fault.KILLED, 2, 100, 2))
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining("No worker is left")
                .hasMessageContaining("137");

        assertThat(notices).filteredOn(notice -> notice.contains("3rd time")).hasSize(2);
        try (Stream<Path> deaths = Files.list(turns)) {
            assertThat(deaths).hasSize(6);
        }
        execute(FaultyWorker.Fault.KILLED, 0, 0, 3);
        requireSame(expected, out);
    }

    private BatchSummary execute(FaultyWorker.Fault fault, int messages, int most, int workers) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Delites.native.path=" + System.getProperty("elites.native.path"),
                "-cp",
                System.getProperty("java.class.path"),
                FaultyWorker.class.getName(),
                fault.name(),
                Integer.toString(messages),
                Integer.toString(most),
                turns.toString());
        List<String> devices = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            devices.add("cpu");
        }
        WorkerSettings settings = new WorkerSettings(command, devices, "", false, false, 3);
        try (WorkerCrew crew = new WorkerCrew(job, settings, Duration.ZERO);
                BatchDirectory open = BatchDirectory.open(out)) {
            return crew.execute(open, false, observer(() -> {}));
        }
    }
}
