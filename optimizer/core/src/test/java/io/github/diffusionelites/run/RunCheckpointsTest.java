package io.github.diffusionelites.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.run.checkpoint.Checkpoint;
import io.github.diffusionelites.run.checkpoint.CheckpointDirectory;
import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import io.github.diffusionelites.run.job.JobFile;
import io.github.diffusionelites.search.InstanceCheckpoint;
import io.github.diffusionelites.search.ProposalCheckpoint;
import io.github.diffusionelites.search.SearchCheckpoint;
import io.github.diffusionelites.search.Sense;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunCheckpointsTest {

    @TempDir
    private Path directory;

    private final List<String> notices = new ArrayList<>();
    private long now = 7;
    private int taken;

    /** At no moment is more lost than a second or the generation that is running. */
    @ParameterizedTest
    @CsvSource({"1, 1000, 10", "30, 1000, 30", "400, 50, 25", "600, 20, 20", "5000, 4, 4"})
    void shouldLoseASecondOrAGeneration(long millis, int generations, int most) {
        RunCheckpoints checkpoints = checkpoints(directory);
        long written = now;
        for (int g = 0; g < generations; g++) {
            int before = taken;
            now += millis * 1_000_000;
            assertThat(now - written).isLessThanOrEqualTo(Math.max(1_000_000_000L, millis * 1_000_000));
            checkpoints.generation();
            written = taken > before ? now : written;
        }
        assertThat(taken).isBetween(1, most + 1);
    }

    @Test
    void shouldReportAFailureOnceAndTheRecovery() throws Exception {
        Path missing = directory.resolve("missing");
        RunCheckpoints checkpoints = checkpoints(missing);
        for (int g = 0; g < 3; g++) {
            now += 2_000_000_000L;
            checkpoints.generation();
        }
        assertThat(notices).singleElement().asString().contains(missing.toString(), "The run goes on");

        Files.createDirectory(missing);
        now += 2_000_000_000L;
        checkpoints.generation();
        assertThat(notices).hasSize(2).last().asString().contains("again");
        assertThat(missing).isDirectoryContaining("glob:**.checkpoint");
    }

    @Test
    void shouldSayThatAHugeStateIsNotKept() throws Exception {
        Path file = Files.writeString(directory.resolve("job.toml"), """
            [model]
            kind = "identity"
            channels = 4
            length = 1024
            [search]
            searches = 100
            sense = "minimize"
            [[fidelity]]
            steps = 1
            generations = 2
            [[reward]]
            term = "path_length"
            """);
        RunCheckpoints none = RunCheckpoints.of(
                JobFile.read(file),
                4096,
                new CheckpointDirectory(directory),
                this::checkpoint,
                notices::add,
                Duration.ZERO);
        none.write();

        assertThat(taken).isZero();
        assertThat(notices).singleElement().asString().contains("12.5 GiB", "cannot be resumed");
    }

    private RunCheckpoints checkpoints(Path path) {
        return new RunCheckpoints(
                new CheckpointDirectory(path), this::checkpoint, notices::add, Duration.ofSeconds(1), () -> now);
    }

    private Checkpoint checkpoint() {
        taken++;
        InstanceCheckpoint search = new InstanceCheckpoint(
                0,
                Sense.MAXIMIZE,
                new ProposalCheckpoint.Diagonal(new float[1], new float[1]),
                List.of(),
                new int[0],
                new float[0]);
        return new Checkpoint(
                "",
                "",
                "",
                "",
                new DeviceTraits("", "", "", "", ""),
                0,
                new SearchCheckpoint(0, 1, 1, taken, 0, HostRewardReport.NONE, List.of(search)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldGoOnWhereTheStateDoesNotFitTheHeap(boolean overflow) {
        RunCheckpoints checkpoints = new RunCheckpoints(
                new CheckpointDirectory(directory),
                () -> {
                    if (taken == 0) {
                        taken++;
                        if (overflow) {
                            throw new ArithmeticException("integer overflow");
                        }
                        throw new OutOfMemoryError("Java heap space");
                    }
                    return checkpoint();
                },
                notices::add,
                Duration.ofSeconds(1),
                () -> now);
        now += 2_000_000_000L;
        checkpoints.generation();
        assertThat(notices)
                .singleElement()
                .asString()
                .contains(directory.toString(), "does not fit the Java heap", "-Xmx", "The run goes on");

        now += 2_000_000_000L;
        checkpoints.generation();
        assertThat(notices).hasSize(2).last().asString().contains("again");
        assertThat(directory).isDirectoryContaining("glob:**.checkpoint");
    }
}
