package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs whose reward is Java that the class path has. */
@Timeout(120)
class JavaRewardJobTest {

    private static final String BUILT_IN = "term = \"goal_distance\"\ngoal = [0.4, 0.2]\n";
    private static final String NAMED = "term = \"java\"\nname = \"nearness\"\nparameters = [0.4, 0.2]\n";
    private static final String JOB = RunCommandTest.JOB.replace(BUILT_IN, NAMED);

    @TempDir
    private Path directory;

    @AfterEach
    void shouldCloseWhatItOpens() {
        assertThat(TestRewards.Nearness.OPEN).hasValue(0);
    }

    @Test
    void shouldFindWhatTheBuiltInTermFinds() throws IOException {
        CommandLineRun named = run("named", JOB + "workers = 2\ntimeout_seconds = 30\n");
        CommandLineRun builtIn = run("built-in", RunCommandTest.JOB);

        assertThat(named.code()).as(named.err()).isZero();
        assertThat(builtIn.code()).as(builtIn.err()).isZero();
        assertThat(named.best()).isCloseTo(builtIn.best(), within(1e-4));
        assertThat(directory.resolve("named/result.json")).content().contains("\"reward_calls\"", "\"failed\" : 0");
        assertThat(directory.resolve("named/job.toml"))
                .content()
                .contains("name = \"nearness\"", "workers = 2", "timeout_seconds = 30.0");
        assertThat(directory.resolve("named/reward.log")).doesNotExist();
    }

    @Test
    void shouldSayWhatThereIsInPlaceOfAnUnknownReward() throws IOException {
        CommandLineRun run = run("out", JOB.replace("nearness", "docking"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("\"docking\"", "nearness", "planar", "class path", "META-INF/services");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void shouldRefuseARewardThatIsThereTwice() throws IOException {
        CommandLineRun run = run("out", JOB.replace("nearness", "twin"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("\"twin\"", "2 times", "FirstTwin", "SecondTwin");
    }

    @Test
    void shouldSayWhySamplesDoNotFit() throws IOException {
        CommandLineRun run = run("out", JOB.replace("nearness", "planar"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("\"planar\"", "molecules have 3 channels, but samples have 2");
    }

    @Test
    void shouldCloseTheRewardWhereTheDeviceIsMissing() throws IOException {
        CommandLineRun run = run("out", JOB, "--device", "cuda:99");

        assertThat(run.code()).isEqualTo(3);
        CommandLineRun batch = CommandLineRun.of(
                "batch", file("many", JOB + "[manifest]\nsearches = [{ id = 5 }]\n"), "--device", "cuda:99");
        assertThat(batch.code()).isEqualTo(3);
    }

    @Test
    void shouldEndWithTheBytesOfARunThatWasNotInterrupted() throws IOException {
        String longer = JOB.replace("generations = 3", "generations = 6");
        assertThat(run("whole", longer).code()).isZero();
        assertThat(run("parts", JOB).code()).isZero();

        CommandLineRun changed = run("parts", longer.replace("0.4, 0.2", "0.4, 0.3"), "--resume");
        assertThat(changed.code()).isEqualTo(2);
        assertThat(changed.err()).contains("reward[1].parameters");

        CommandLineRun resumed = run("parts", longer + "workers = 3\nretries = 2\n", "--resume");
        assertThat(resumed.code()).as(resumed.err()).isZero();
        for (String name : List.of("best.npy", "elites.npy", "convergence.svg")) {
            assertThat(directory.resolve("parts").resolve(name))
                    .hasSameBinaryContentAs(directory.resolve("whole").resolve(name));
        }
    }

    @Test
    void shouldGiveEachSearchOfABatchItsOwnParametersAlsoInWorkers() throws IOException {
        String manifest = "[manifest]\nsearches = [{ id = 5 }, { id = 9, parameters = [-1, 0.5] }, { id = 11 }]\n";
        Path job = file("many", JOB + manifest);
        Path builtIn = file("built-in", RunCommandTest.JOB + manifest.replace("parameters", "goal"));

        List<Double> alone = batch(job, "alone");
        List<Double> dealt = batch(job, "dealt", "--workers", "cpu,cpu");
        List<Double> expected = batch(builtIn, "expected");

        assertThat(dealt).isEqualTo(alone).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(alone.get(i)).isCloseTo(expected.get(i), within(1e-5));
        }
        assertThat(CommandLineRun.of("batch", job, "--dry-run").code()).isZero();
    }

    /** As the README of the examples says. */
    @Test
    void shouldTakeTheExampleFromTheClassPath() throws Exception {
        Path source = Path.of(System.getProperty("elites.root"), "optimizer", "examples", "rewards", "Goal.java");
        Path classes = Files.createDirectories(directory.resolve("classes/META-INF/services"))
                .getParent()
                .getParent();
        String classPath = System.getProperty("java.class.path");
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        ToolProvider.getSystemJavaCompiler()
                .run(null, null, problems, "-Xlint:all", "-d", classes.toString(), "-cp", classPath, source.toString());
        assertThat(problems.toString(StandardCharsets.UTF_8)).isEmpty();
        Files.writeString(classes.resolve("META-INF/services/io.github.diffusionelites.reward.NamedReward"), "Goal\n");

        Path job = file("goal", JOB.replace("nearness", "goal"));
        List<String> words = new ArrayList<>(
                CommandLineProcess.words(Elites.class, "run", job, "--out", directory.resolve("example")));
        words.set(words.indexOf(classPath), classPath + File.pathSeparator + classes);
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("Best reward");

        Files.writeString(job, JOB.replace("nearness", "goal").replace("[0.4, 0.2]", "[0.4]"));
        words.add("--overwrite");
        Process refused = new ProcessBuilder(words).redirectErrorStream(true).start();
        said = new String(refused.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(refused.waitFor()).as(said).isEqualTo(2);
        assertThat(said).contains("a coordinate for each of the 2 channels, but there are 1 parameters");
    }

    private List<Double> batch(Path job, String name, Object... options) throws IOException {
        List<Object> words = new ArrayList<>(List.of("batch", job, "--out", directory.resolve(name)));
        words.addAll(List.of(options));
        CommandLineRun run = CommandLineRun.of(words.toArray());
        assertThat(run.code()).as(run.err()).isZero();
        return SearchesTable.rewards(directory.resolve(name));
    }

    private CommandLineRun run(String name, String job, Object... options) throws IOException {
        List<Object> words = new ArrayList<>(List.of("run", file(name, job), "--out", directory.resolve(name)));
        words.addAll(List.of(options));
        return CommandLineRun.of(words.toArray());
    }

    private Path file(String name, String job) throws IOException {
        return Files.writeString(directory.resolve(name + ".toml"), job);
    }
}
