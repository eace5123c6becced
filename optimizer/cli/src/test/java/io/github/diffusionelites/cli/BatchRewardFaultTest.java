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

/** Jobs of many searches whose reward process fails now and then: results are as if it never did. */
@Timeout(120)
class BatchRewardFaultTest {

    private static final String JOB = """
        [model]
        kind = "identity"
        channels = 2
        length = 4
        [search]
        population = 24
        elites = 6
        sense = "minimize"
        [[fidelity]]
        steps = 1
        generations = 10
        [[reward]]
        term = "process"
        command = ["python3", "goal.py"]
        parameters = [0.4, 0.2]
        timeout_seconds = 1
        retries = 3
        [manifest.grid]
        seed = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]
        """;

    /** Batches are counted in a file, as a process that is started anew knows nothing of the former one. */
    private static final String FAULT = """
                with open("calls", "ab") as calls:
                    calls.write(b"x")
                    turn = calls.tell()
                if turn %% 100 == 50:
                    %s
        """;

    private static final String PLACE = "        try:\n            batch, rewards";

    @TempDir
    private Path directory;

    private String example;

    @BeforeEach
    void readExample() throws Exception {
        assumeTrue(new ProcessBuilder("which", "python3").start().waitFor() == 0, "there is no python3");
        Path root = Path.of(System.getProperty("elites.root"));
        example = Files.readString(root.resolve("optimizer/examples/rewards/goal.py"));
        assertThat(example).containsOnlyOnce(PLACE);
    }

    @Test
    void shouldFindTheSameWhereItsRewardProcessCrashesOrWritesGarbage() throws IOException {
        String expected = digest("whole", "pass", "Process 1 was started");

        assertThat(digest("crash", "sys.exit(3)", "Process 2 was started")).isEqualTo(expected);
        assertThat(digest("garbage", "target.write(b'garbage' * 100)", "Process 2 was started"))
                .isEqualTo(expected);
    }

    private String digest(String name, String fault, String logged) throws IOException {
        Files.deleteIfExists(directory.resolve("calls"));
        Files.writeString(directory.resolve("goal.py"), example.replace(PLACE, FAULT.formatted(fault) + PLACE));
        Path job = Files.writeString(directory.resolve("goals.toml"), JOB);
        Path out = directory.resolve(name);
        CommandLineRun run = CommandLineRun.of("batch", job, "--out", out, "--places", "2", "--allow-processes");
        assertThat(run.code()).as("%s: %s", name, run.err()).isZero();
        assertThat(Files.size(directory.resolve("calls"))).isGreaterThan(100);
        assertThat(out.resolve("reward.log")).content().as(name).contains(logged);
        return BatchDigest.of(out);
    }
}
