package io.github.diffusionelites.run.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.Noise;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Products;
import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.reward.Ball;
import io.github.diffusionelites.reward.process.WireFormat;
import io.github.diffusionelites.search.FidelitySchedule;
import io.github.diffusionelites.search.ProposalSettings;
import io.github.diffusionelites.search.SearchSettings;
import io.github.diffusionelites.search.Sense;
import io.github.diffusionelites.search.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobTextTest {

    @TempDir
    private Path directory;

    static Stream<Job> jobs() {
        return Stream.of(
                new Job(
                        new Job.Model.Network(
                                Path.of("/models/a \"quoted\" \\ name").toAbsolutePath(), 1.0 / 3, true),
                        new SearchSettings(
                                1000,
                                17,
                                SelectionRule.THRESHOLD,
                                Sense.MAXIMIZE,
                                new ProposalSettings.Diagonal(1e-7, 0.1 + 0.2),
                                FidelitySchedule.of(new Stage(1, 2), new Stage(60, 3)),
                                Long.MIN_VALUE,
                                0),
                        3,
                        16777213,
                        List.of(
                                new RewardPart.Linear(-1e-30, List.of(1e30, -0.0, Double.MIN_VALUE)),
                                new RewardPart.Obstacles(2, List.of(Ball.of(0.5, 1), Ball.of(0.25, -1)))),
                        new Job.DeviceChoice("cuda:1", 2, 64, Precision.BFLOAT16, Noise.FAST, Products.LIBRARY),
                        new Job.Output(false, false)),
                new Job(
                        new Job.Model.Identity(1, 65536),
                        SearchSettings.builder()
                                .proposal(new ProposalSettings.Full(0))
                                .seed(Long.MAX_VALUE)
                                .build(),
                        1,
                        0,
                        List.of(
                                new RewardPart.PathLength(1),
                                new RewardPart.GoalDistance(1, List.of(0.4)),
                                new RewardPart.Quadratic(1, List.of(3.0))),
                        new Job.DeviceChoice("auto", 0, 0, Precision.AUTO),
                        new Job.Output(true, true)),
                new Job(
                        new Job.Model.Identity(2, 3),
                        SearchSettings.builder().build(),
                        1,
                        0,
                        List.of(new RewardPart.Java(
                                "a \"docking\" score", List.of(-0.5), HostRewardSettings.DEFAULT.withWorkers(7))),
                        new Job.DeviceChoice("auto", 0, 0, Precision.AUTO),
                        new Job.Output(true, true)),
                new Job(
                        new Job.Model.Identity(2, 3),
                        SearchSettings.builder().build(),
                        1,
                        0,
                        List.of(new RewardPart.ChildProcess(
                                List.of("./my \"reward\"", "", "--name=\\x"),
                                Path.of("/rewards/of mine"),
                                WireFormat.LINES,
                                List.of(0.1, -3.0),
                                RewardPart.ChildProcess.DEFAULT
                                        .withWorkers(1024)
                                        .withTimeout(Duration.ofNanos(7_775_999_999_999_999L))
                                        .withRetries(3, Duration.ofMillis(100))
                                        .withFailFast(true)
                                        .withMostFailed(1.0 / 3))),
                        new Job.DeviceChoice("auto", 0, 0, Precision.AUTO),
                        new Job.Output(true, true)));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void shouldReadBackAsAnEqualJob(Job job) throws IOException {
        Path file = directory.resolve("copy.toml");
        Files.writeString(file, JobText.of(job));

        assertThat(JobFile.read(file)).isEqualTo(job);
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void shouldTellThePrecisionThatWasChosenAndTheInstructionSet(Job job) throws IOException {
        DeviceInfo device = new DeviceInfo("cpu", "", "AVX2", false, 1, 1, "");
        String text = JobText.of(job, device, new Plan(8, 8, 1, 0, 1, Precision.BFLOAT16));
        Path file = Files.writeString(directory.resolve("copy.toml"), text);

        assertThat(JobFile.read(file)).isEqualTo(job.withDevice(job.device().withPrecision(Precision.BFLOAT16)));
        assertThat(text.lines()).contains("precision = \"bfloat16\"", "# Runs on the instruction set AVX2.");
    }

    @Test
    void shouldReadBackTheExamples() throws IOException {
        Path examples = Path.of(System.getProperty("elites.root"), "optimizer", "examples");
        for (String name : List.of("unicycle-goal.toml", "unicycle-goal-diagonal.toml")) {
            Job job = JobFile.read(examples.resolve(name));
            Path copy = directory.resolve(name);
            Files.writeString(copy, JobText.of(job));

            assertThat(JobFile.read(copy)).isEqualTo(job);
            assertThat(job.search().elites()).isEqualTo(25);
        }
    }
}
