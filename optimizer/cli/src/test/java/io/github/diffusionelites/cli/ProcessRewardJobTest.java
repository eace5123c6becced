package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.diffusionelites.run.job.JobFile;
import io.github.diffusionelites.run.job.RewardPart;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs whose reward is computed by a process, that of the examples. */
@Timeout(120)
class ProcessRewardJobTest {

    private static final String BUILT_IN = "term = \"goal_distance\"\ngoal = [0.4, 0.2]\n";
    private static final String PROCESS =
            "term = \"process\"\ncommand = [\"python3\", \"goal.py\"]\nparameters = [0.4, 0.2]\n";
    private static final String JOB = RunCommandTest.JOB.replace(BUILT_IN, PROCESS);

    @TempDir
    private Path directory;

    @BeforeEach
    void copyExample() throws Exception {
        assumeTrue(new ProcessBuilder("which", "python3").start().waitFor() == 0, "there is no python3");
        Path example = Path.of(System.getProperty("elites.root"), "optimizer", "examples", "rewards", "goal.py");
        Files.copy(example, directory.resolve("goal.py"));
    }

    @Test
    void shouldFindWhatTheBuiltInTermFinds() throws IOException {
        CommandLineRun run = run(JOB + "workers = 2\n", "--allow-processes");

        assertThat(run.code()).as(run.err()).isZero();
        RewardPart.ChildProcess part = (RewardPart.ChildProcess)
                JobFile.read(out().resolve("job.toml")).rewards().getFirst();
        assertThat(part.directory()).isEqualTo(directory);
        assertThat(part.settings().workers()).isEqualTo(2);
        assertThat(out().resolve("reward.log")).content().contains("Process 2 was started");
        assertThat(out().resolve("result.json")).content().contains("\"reward_calls\"", "\"failed\" : 0");
        double best = run.best();
        assertThat(best).isCloseTo(run(RunCommandTest.JOB, "--overwrite").best(), within(1e-4));
        assertThat(out().resolve("reward.log")).doesNotExist();
    }

    @Test
    void shouldNotStartWhatOnlyTheJobAllows() throws IOException {
        CommandLineRun run = run(JOB);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("python3 goal.py", "not allowed", "--allow-processes");
        assertThat(out()).doesNotExist();
    }

    @Test
    void shouldSayWhyACommandDoesNotStart() throws IOException {
        CommandLineRun run = run(JOB.replace("goal.py", "gaol.py"), "--allow-processes");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("python3 gaol.py", "exit code 2 before it said hello", "No such file")
                .doesNotContain("should not happen");
    }

    @Test
    void shouldEndWithTheWordsOfARewardThatFails() throws IOException {
        Path script = directory.resolve("goal.py");
        Files.writeString(script, Files.readString(script).replace("return math.dist", "return math.dits"));

        CommandLineRun run = run(JOB + "retries = 0\n", "--allow-processes");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("exit code 1", "AttributeError").doesNotContain("should not happen", "\tat ");
        assertThat(out().resolve("reward.log")).content().contains("AttributeError");
    }

    @Test
    void shouldGoOnWithMorePatienceButNotWithAnotherCommand() throws IOException {
        assertThat(run(JOB, "--allow-processes").code()).isZero();
        String longer = JOB.replace("generations = 3", "generations = 4");

        CommandLineRun changed = run(longer.replace("goal.py", "./goal.py"), "--allow-processes", "--resume");
        assertThat(changed.code()).isEqualTo(2);
        assertThat(changed.err()).contains("reward[1].command");

        CommandLineRun same =
                run(longer + "workers = 3\ntimeout_seconds = 60\nretries = 3\n", "--allow-processes", "--resume");
        assertThat(same.code()).as(same.err()).isZero();
    }

    @Test
    void shouldGiveEachSearchOfABatchItsOwnParameters() throws IOException {
        List<Double> expected = batch(
                "built-in", RunCommandTest.JOB + "[manifest]\nsearches = [{ id = 5 }, { id = 9, goal = [-1, 0.5] }]\n");
        List<Double> found =
                batch("process", JOB + "[manifest]\nsearches = [{ id = 5 }, { id = 9, parameters = [-1, 0.5] }]\n");

        assertThat(found).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(found.get(i)).isCloseTo(expected.get(i), within(1e-5));
        }
        assertThat(directory.resolve("process/reward.log")).content().contains("Process 1 was started");

        Path job = directory.resolve("process.toml");
        CommandLineRun refused = CommandLineRun.of("batch", job, "--out", directory.resolve("refused"));
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("--allow-processes");
        assertThat(directory.resolve("refused")).doesNotExist();
    }

    /** Runs a batch and returns the best reward of each search. */
    private List<Double> batch(String name, String job) throws IOException {
        Path file = Files.writeString(directory.resolve(name + ".toml"), job);
        Path results = directory.resolve(name);
        CommandLineRun run = CommandLineRun.of("batch", file, "--out", results, "--allow-processes");
        assertThat(run.code()).as(run.err()).isZero();
        return SearchesTable.rewards(results);
    }

    /** As a terminal does, which sends the signal to the process that it started and to the reward's process. */
    @Test
    void shouldEndInOrderOnASignalToAll() throws Exception {
        Process process = startEndless();
        try (BufferedReader err = process.errorReader()) {
            awaitGeneration(err);
            new ProcessBuilder("kill", "-INT", "--", "-" + process.pid())
                    .start()
                    .waitFor();
            String said = err.readAllAsString();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(said).isEqualTo(130);
            assertThat(out().resolve("result.json")).content().contains("\"status\" : \"interrupted\"", "\"reward\"");
        } finally {
            process.destroyForcibly();
        }
    }

    /** Nobody can close anything then; the process of the reward sees the end of its standard input. */
    @Test
    void shouldLeaveNoProcessBehindWhenItIsKilled() throws Exception {
        Process process = startEndless();
        try (BufferedReader err = process.errorReader()) {
            awaitGeneration(err);
            List<ProcessHandle> rewards = process.descendants().toList();
            assertThat(rewards).hasSize(1);

            process.destroyForcibly();

            assertThat(rewards.getFirst().onExit().get(30, TimeUnit.SECONDS).isAlive())
                    .isFalse();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Starts a run that leads a group of processes of its own. */
    private Process startEndless() throws IOException {
        String endless = JOB.replace("generations = 3", "generations = 1000000")
                + "retries = 0\nfail_fast = true\n[output]\npictures = false\n";
        Path file = Files.writeString(directory.resolve("endless.toml"), endless);
        List<String> words = new ArrayList<>(List.of("setsid"));
        words.addAll(CommandLineProcess.words(Elites.class, "run", file, "--out", out(), "--allow-processes"));
        return new ProcessBuilder(words).directory(directory.toFile()).start();
    }

    private static void awaitGeneration(BufferedReader err) throws IOException {
        String line = err.readLine();
        while (line != null && !line.startsWith("generation 3 ")) {
            line = err.readLine();
        }
        assertThat(line).as("the run ended").isNotNull();
    }

    private Path out() {
        return directory.resolve("out");
    }

    private CommandLineRun run(String job, Object... options) throws IOException {
        return CommandLineRun.ofJob(directory, job, options);
    }
}
