package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills jobs of many searches again and again at random moments, and resumes them until they are done: the process
 * itself, its workers, and the children that compute its rewards. The property {@code elites.test.kills} sets how often,
 * {@code elites.test.seed} when, and {@code elites.test.searches} how large the job with the shipped model is.
 */
@Timeout(3600)
class BatchKillTest {

    private static final int KILLS = Integer.getInteger("elites.test.kills", 1);
    private static final long SEED = Long.getLong("elites.test.seed", 20261122L);
    private static final int SEARCHES = Integer.getInteger("elites.test.searches", 12);
    private static final Path EXAMPLES = Path.of(System.getProperty("elites.root"), "optimizer", "examples");
    private static final String PROCESS =
            "term = \"process\"\ncommand = [\"python3\", \"goal.py\"]\nparameters = [0.4, 0.2]\n";

    private static final String SHIPPED = """
        [model]
        directory = "%s"
        shell = true
        [search]
        population = 32
        elite_fraction = 0.15
        sense = "minimize"
        proposal = "full"
        jitter = 1e-3
        seed = 7
        finalists = 4
        [[fidelity]]
        steps = 10
        generations = 3
        [[fidelity]]
        steps = 20
        generations = 8
        [[reward]]
        %s[stop]
        target = 0.02
        stagnation = 4
        improvement = 1e-3
        [manifest]
        file = "goals.csv"
        """;

    @TempDir
    private Path directory;

    @Test
    void shouldEndWithTheSameFilesHoweverOftenItIsKilled() throws Exception {
        kill(job(40, TinyBatch.GOAL, 400), Victim.JOB, "--places", "40");
    }

    /** A child that dies is replaced and asked again, so that the job itself goes on. */
    @Test
    void shouldEndWithTheSameFilesHoweverOftenItsRewardIsKilled() throws Exception {
        requirePython();
        kill(job(20, PROCESS, 40), Victim.REWARD, "--places", "8", "--allow-processes");
    }

    /** What a worker had is given to others, and it is started anew. */
    @Test
    void shouldEndWithTheSameFilesHoweverOftenAWorkerIsKilled() throws Exception {
        kill(job(40, TinyBatch.GOAL, 400), Victim.WORKER, "--places", "40", "--workers", "cpu,cpu");
    }

    /** The shipped model and goals, two workers, and rewards from outside: what dies next is chosen at random. */
    @Test
    void shouldEndWithTheSameFilesWhateverIsKilled() throws Exception {
        requirePython();
        List<String> goals = Files.readAllLines(EXAMPLES.resolve("unicycle-goals.csv"));
        List<String> lines = new ArrayList<>(goals.subList(1, 1 + SEARCHES));
        lines.addFirst("id,parameters.0,parameters.1");
        Files.write(directory.resolve("goals.csv"), lines);
        Path job = Files.writeString(
                directory.resolve("goals.toml"), SHIPPED.formatted(EXAMPLES.resolve("unicycle"), PROCESS));
        kill(job, Victim.ANY, "--allow-processes", "--workers", "cpu,cpu");
    }

    private void requirePython() throws Exception {
        assumeTrue(new ProcessBuilder("which", "python3").start().waitFor() == 0, "there is no python3");
        Files.copy(EXAMPLES.resolve("rewards").resolve("goal.py"), directory.resolve("goal.py"));
    }

    private enum Victim {
        JOB,
        REWARD,
        WORKER,
        ANY;

        Victim next(SplittableRandom random) {
            return this == ANY ? values()[random.nextInt(ANY.ordinal())] : this;
        }

        boolean is(ProcessHandle child) {
            boolean java = child.info().command().orElse("").endsWith("java");
            return this == WORKER ? java : !java;
        }
    }

    private Path job(int generations, String reward, int seeds) throws IOException {
        return Files.writeString(
                directory.resolve("goals.toml"),
                TinyBatch.of(generations, reward, TinyBatch.seeds(seeds) + "\npopulation = [24, 11]"));
    }

    private void kill(Path job, Victim victim, String... options) throws Exception {
        Path whole = directory.resolve("whole");
        CommandLineRun first = CommandLineRun.of(words(job, whole, options));
        assertThat(first.code()).as(first.err()).isZero();
        String expected = BatchDigest.of(whole);
        SplittableRandom random = new SplittableRandom(SEED);
        int runs = 0;
        int kills = 0;
        Path run = directory.resolve("run-0");
        while (kills < KILLS) {
            int hits = attempt(words(job, run, options), victim.next(random), random);
            kills += Math.abs(hits);
            if (hits <= 0) {
                assertThat(BatchDigest.of(run))
                        .as("after kill %d, seed %d", kills, SEED)
                        .isEqualTo(expected);
                runs++;
                run = directory.resolve("run-" + runs);
            }
        }
        CommandLineRun last = CommandLineRun.of(words(job, run, options));
        assertThat(last.code()).as(last.err()).isZero();
        assertThat(BatchDigest.of(run)).as("at the end, seed %d", SEED).isEqualTo(expected);
        // A figure to publish: see benchmarks/results/contracts.md.
        System.out.printf("%s: %d kills, %d jobs finished, one digest: %s%n", victim, kills, runs + 1, expected);
    }

    private static Object[] words(Path job, Path run, String... options) {
        List<Object> words = new ArrayList<>(List.of("batch", job, "--out", run, "--resume", "--save-seconds", "0"));
        words.addAll(List.of(options));
        return words.toArray();
    }

    /** Starts or resumes a job and kills; returns how often, or the negative of that if the job was finished. */
    private int attempt(Object[] words, Victim victim, SplittableRandom random) throws Exception {
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder(CommandLineProcess.words(Elites.class, words))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            int hits = 0;
            // Of the time that a virtual machine takes to start, some is spent before any work.
            boolean ended = process.waitFor(300 + random.nextInt(1500), TimeUnit.MILLISECONDS);
            if (!ended && victim != Victim.JOB) {
                hits = killChildren(process, victim);
                ended = process.waitFor(random.nextInt(600), TimeUnit.MILLISECONDS);
                if (random.nextBoolean()) {
                    ended = process.waitFor(random.nextInt(6000), TimeUnit.MILLISECONDS);
                }
            }
            if (!ended) {
                hits++;
                if (random.nextInt(8) == 0) {
                    process.destroy();
                } else {
                    process.destroyForcibly();
                }
            }
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            String text = Files.readString(said);
            // A program that ends before it is asked anything is refused: it may be none that computes rewards.
            boolean refused = hits > 0 && process.exitValue() == 2 && text.contains("before it said hello");
            if (!refused) {
                assertThat(process.exitValue()).as(text).isIn(0, 130, 137, 143);
            }
            return process.exitValue() == 0 ? -hits : hits;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Kills one worker, which leaves the others, or all that compute rewards. */
    private static int killChildren(Process process, Victim victim) {
        int hits = 0;
        for (ProcessHandle child : process.descendants()
                .filter(victim::is)
                .limit(victim == Victim.WORKER ? 1 : Integer.MAX_VALUE)
                .toList()) {
            hits += child.destroyForcibly() ? 1 : 0;
        }
        return hits;
    }
}
