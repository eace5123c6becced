package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.diffusionelites.model.RandomModel;
import io.github.diffusionelites.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumeCommandTest {

    @TempDir
    private Path directory;

    private Path job;
    private Path out;

    @BeforeEach
    void nameFiles() throws IOException {
        job = Files.writeString(directory.resolve("goal.toml"), RunCommandTest.JOB);
        out = directory.resolve("out");
    }

    @Test
    void shouldBeginThenSayThatAllIsDoneThenGoOnWithMoreGenerations() throws IOException {
        assertThat(resume().code()).isZero();
        String digest = RunDigest.of(out);

        CommandLineRun finished = resume();
        assertThat(finished.code()).isZero();
        assertThat(finished.err()).contains("is finished, all 3 generations", "add generations");
        assertThat(RunDigest.of(out)).isEqualTo(digest);

        Files.writeString(job, RunCommandTest.JOB.replace("generations = 3", "generations = 5"));
        CommandLineRun longer = resume();
        assertThat(longer.code()).as(longer.err()).isZero();
        assertThat(longer.err())
                .contains("goes on after 3 generations", "generation 3 (4 of 5)")
                .doesNotContain("generation 2 ");
        Path whole = directory.resolve("whole");
        assertThat(CommandLineRun.of("run", job, "--out", whole).code()).isZero();
        assertThat(RunDigest.of(out)).isEqualTo(RunDigest.of(whole));
    }

    @Test
    void shouldBeginInADirectoryWhereNothingWasFinished() throws IOException {
        Files.createDirectories(out.resolve("checkpoint"));
        Files.writeString(out.resolve("job.toml"), "");

        CommandLineRun run = resume();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("has not begun");
    }

    @Test
    void shouldRefuseAChangedJobAndChangedOptions() throws IOException {
        assertThat(resume().code()).isZero();
        String digest = RunDigest.of(out);

        assertRefused(resume("--seed", "4"), "search.seed (was 0, is 4)");
        assertRefused(resume("--seed", "4", "--force"), "search.seed (was 0, is 4)");
        Files.writeString(job, RunCommandTest.JOB.replace("minimize", "maximize"));
        assertRefused(resume(), "search.sense (was minimize, is maximize)");

        assertThat(RunDigest.of(out)).isEqualTo(digest);
    }

    @Test
    void shouldRefuseWhereNoCheckpointIsWhole() throws IOException {
        assertThat(resume().code()).isZero();
        List<Path> files = checkpoints();
        for (Path file : files) {
            Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 64));
        }

        assertRefused(resume(), "has 64 bytes");
        assertThat(checkpoints()).isEqualTo(files);
    }

    @Test
    void shouldPassOverAPipeInThePlaceOfACheckpoint() throws Exception {
        assertThat(resume().code()).isZero();
        Path pipe = out.resolve("checkpoint/0000000099.checkpoint");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(mkfifo.exitValue()).isZero();

        CommandLineRun run = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> resume());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains(pipe + " cannot be used (it is a pipe", "the one before it is used");
    }

    @Test
    void shouldRefuseAModelOfAnotherDimensionEvenWhenForced() throws IOException {
        Path model = Files.createDirectories(directory.resolve("model"));
        RandomModel.write(model, RandomModel.small(), 3);
        Files.writeString(job, """
            [model]
            directory = "model"
            [search]
            population = 12
            elites = 3
            sense = "minimize"
            [[fidelity]]
            steps = 1
            generations = 2
            [[reward]]
            term = "goal_distance"
            goal = [0.4, 0.2]
            """);
        assertThat(resume().code()).isZero();
        Files.writeString(job, Files.readString(job).replace("generations = 2", "generations = 3"));
        RandomModel.write(model, RandomModel.config(8, List.of(1, 2), 2, 12, 4, 2, 4, true), 3);
        String digest = RunDigest.of(out);

        CommandLineRun run = resume("--force");
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err().lines().filter(line -> line.startsWith("elites: ")))
                .singleElement()
                .asString()
                .contains("its latents have 16 coordinates, but those of the model have 24");
        assertThat(RunDigest.of(out)).isEqualTo(digest);
    }

    @Test
    void shouldSayWhichCheckpointIsPassedOver() throws IOException {
        assertThat(resume("--checkpoint-seconds", "0").code()).isZero();
        Path newest = checkpoints().getLast();
        Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), 64));
        String digest = RunDigest.of(out);

        CommandLineRun run = resume();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err().lines().filter(line -> line.startsWith("elites: ")))
                .singleElement()
                .asString()
                .contains(newest.toString(), "the one before it is used");
        assertThat(RunDigest.of(out)).isEqualTo(digest);
    }

    @Test
    void shouldRefuseADirectoryThatIsInUse() throws IOException {
        assertThat(resume().code()).isZero();
        try (RunDirectory held = RunDirectory.open(out)) {
            assertThat(held.path()).isEqualTo(out);
            assertRefused(resume(), "Another process");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--overwrite, exclude each other",
        "--checkpoint-seconds=-1, from 0 to",
        "--checkpoint-seconds=NaN, from 0 to"
    })
    void shouldRefuseOptionsThatDoNotFit(String option, String said) {
        assertRefused(resume(option), said);
    }

    @Test
    void shouldRefuseToForceWithoutResuming() {
        assertRefused(CommandLineRun.of("run", job, "--out", out, "--force"), "--resume");
        assertThat(out).doesNotExist();
    }

    @Test
    void shouldResumeTheLatestRunByDefault() throws Exception {
        for (int n : new int[] {2, 10}) {
            Path run = directory.resolve("runs/goal-" + n);
            assertThat(CommandLineRun.of("run", job, "--out", run).code()).isZero();
        }

        CommandLineRun latest = CommandLineProcess.shell(directory, "\"$@\"", "run", job, "--resume");

        assertThat(latest.code()).as(latest.err()).isZero();
        assertThat(latest.err()).contains("runs/goal-10 is finished");
    }

    private CommandLineRun resume(String... options) {
        return CommandLineRun.of(Stream.concat(Stream.of("run", job, "--out", out, "--resume"), Stream.of(options))
                .toArray());
    }

    private List<Path> checkpoints() throws IOException {
        try (Stream<Path> files = Files.list(out.resolve("checkpoint"))) {
            return files.filter(file -> file.toString().endsWith(".checkpoint"))
                    .sorted()
                    .toList();
        }
    }

    private static void assertRefused(CommandLineRun run, String said) {
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("elites: ").contains(said).doesNotContain("\tat ");
    }
}
