package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs of many searches whose reward is a program that misbehaves on some batches. */
@Timeout(120)
class BatchRewardFaultTest {

    /** Counts all batches of all its processes in a file, and does what it is told on every seventh of them. */
    private static final String PROGRAM = """
        import sys, time
        def misbehave():
            with open("count", "a+") as file:
                file.write("x")
                if file.tell() %% 7 != 3:
                    return
            %s
        print(sys.stdin.readline().replace("requests", "rewards").strip(), flush=True)
        for line in sys.stdin:
            words = line.split()
            if words[0] == "batch":
                channels, length, parameters = map(int, words[3:6])
                misbehave()
            elif words[0] == "end":
                print(line.strip(), flush=True)
            else:
                numbers = [float(word) for word in words[2:]]
                goal, sample = numbers[:parameters], numbers[parameters:]
                print(sum((sample[(c + 1) * length - 1] - goal[c]) ** 2 for c in range(channels)))
        """;

    private static final String REWARD = """
        term = "process"
        command = ["python3", "score.py"]
        format = "lines"
        parameters = [0.4, 0.2]
        retries = 3
        %s
        """;

    private static final String GRID = """
        parameters = [[0.4, 0.2], [0.1, -0.3], [-0.5, 0.5]]
        seed = [1, 2]
        """;

    @TempDir
    private Path directory;

    private Path job;

    @BeforeEach
    void requirePython() throws Exception {
        assumeTrue(new ProcessBuilder("which", "python3").start().waitFor() == 0, "there is no python3");
        job = directory.resolve("goals.toml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sys.exit(3)", "print(\"garbage\", flush=True)", "print(\"error: no licence\", flush=True)"})
    void shouldFindTheSameWhereTheProgramFailsOnSomeBatches(String fault) throws IOException {
        Path whole = run("pass", "", "whole");
        Path faulty = run(fault, "", "faulty");

        assertThat(Files.readString(faulty.resolve("searches.csv")))
                .isEqualTo(Files.readString(whole.resolve("searches.csv")));
        assertThat(BatchDigest.of(faulty)).isEqualTo(BatchDigest.of(whole));
        assertThat(directory.resolve("count")).content().hasSizeGreaterThan(20);
    }

    /** A batch that takes too long is not scored again. */
    @Test
    void shouldGoOnWithoutTheRewardsOfBatchesThatHang() throws IOException {
        Path out = run("time.sleep(600)", "timeout_seconds = 0.5", "slow");

        long nans = Files.readAllLines(out.resolve("searches.csv")).stream()
                .skip(1)
                .mapToLong(line -> Long.parseLong(line.split(",", -1)[14]))
                .sum();
        assertThat(nans).isPositive();
        assertThat(out.resolve("reward.log")).content().contains("was started");
    }

    private Path run(String fault, String settings, String name) throws IOException {
        Files.writeString(directory.resolve("score.py"), PROGRAM.formatted(fault));
        Files.deleteIfExists(directory.resolve("count"));
        Files.writeString(job, TinyBatch.of(5, REWARD.formatted(settings), GRID));
        Path out = directory.resolve(name);
        CommandLineRun run =
                CommandLineRun.of("batch", job, "--out", out, "--device", "cpu", "--allow-processes", "--places", 3);
        assertThat(run.code()).as(run.err()).isZero();
        return out;
    }
}
