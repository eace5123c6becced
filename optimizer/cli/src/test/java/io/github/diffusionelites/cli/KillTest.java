package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a run of 100 generations again and again at random moments, and resumes it until it is done. The property
 * {@code elites.test.kills} sets how often, {@code elites.test.seed} when.
 */
@Timeout(3600)
class KillTest {

    private static final int KILLS = Integer.getInteger("elites.test.kills", 6);
    private static final long SEED = Long.getLong("elites.test.seed", 20261122L);
    /** A checkpoint after each generation makes it likely that a kill hits the writing of one. */
    private static final String[] OPTIONS = {"--resume", "--checkpoint-seconds", "0"};

    private static final String JOB = """
        [model]
        kind = "identity"
        channels = 2
        length = 8
        [search]
        population = 64
        elites = 24
        searches = 2
        sense = "minimize"
        [[fidelity]]
        steps = 1
        generations = 100
        [[reward]]
        term = "goal_distance"
        goal = [0.4, 0.2]
        """;

    @TempDir
    private Path directory;

    @Test
    void shouldEndWithTheSameFilesHoweverOftenItIsKilled() throws Exception {
        Path job = Files.writeString(directory.resolve("goal.toml"), JOB);
        Path whole = directory.resolve("whole");
        assertThat(CommandLineRun.of("run", job, "--out", whole).code()).isZero();
        String expected = RunDigest.of(whole);
        SplittableRandom random = new SplittableRandom(SEED);
        int finished = 0;
        Path run = directory.resolve("run-0");
        for (int kills = 0; kills < KILLS; ) {
            if (killed(job, run, random)) {
                kills++;
            } else {
                assertThat(RunDigest.of(run))
                        .as("after kill %d, seed %d", kills, SEED)
                        .isEqualTo(expected);
                finished++;
                run = directory.resolve("run-" + finished);
            }
        }
        CommandLineRun last = CommandLineRun.of("run", job, "--out", run, "--resume");
        assertThat(last.code()).as(last.err()).isZero();
        assertThat(RunDigest.of(run)).as("at the end, seed %d", SEED).isEqualTo(expected);
        assertThat(CommandLineRun.of("run", job, "--out", run, "--resume").err())
                .contains("is finished");
        // A figure to publish: see benchmarks/results/contracts.md.
        System.out.printf("%d kills, %d runs finished, one digest: %s%n", KILLS, finished + 1, expected);
    }

    /** Starts or resumes a run and kills it; returns whether it was still there to be killed. */
    private boolean killed(Path job, Path run, SplittableRandom random) throws Exception {
        Object[] arguments = {"run", job, "--out", run, OPTIONS[0], OPTIONS[1], OPTIONS[2]};
        Process process = CommandLineProcess.start(directory, arguments);
        try {
            if (random.nextInt(8) > 0) {
                String said = awaitWork(process);
                assertThat(said).doesNotContain("cannot be used").doesNotContain("elites: ");
            }
            Thread.sleep(random.nextInt(60));
            if (random.nextInt(8) == 0) {
                process.destroy();
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isIn(130, 143, 0);
                return process.exitValue() != 0;
            }
            process.destroyForcibly();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue() != 0;
        } finally {
            process.destroyForcibly();
        }
    }

    private static String awaitWork(Process process) throws IOException {
        BufferedReader err = process.errorReader();
        StringBuilder said = new StringBuilder();
        for (String line = err.readLine(); line != null && !line.startsWith("generation "); line = err.readLine()) {
            said.append(line).append('\n');
        }
        return said.toString();
    }
}
