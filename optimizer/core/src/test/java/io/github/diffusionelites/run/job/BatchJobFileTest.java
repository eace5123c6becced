package io.github.diffusionelites.run.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.batch.BatchJob;
import io.github.diffusionelites.batch.BatchJobSummary;
import io.github.diffusionelites.batch.ManifestSource;
import io.github.diffusionelites.device.DeviceCode;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.reward.Ball;
import io.github.diffusionelites.reward.process.WireFormat;
import io.github.diffusionelites.search.StoppingRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchJobFileTest {

    private static final String MANY = JobFileTest.VALID + """
        [stop]
        target = 0.02
        evaluations = 1000
        generations = 2
        seconds = 0.1
        stagnation = 4
        improvement = 1e-3
        collapse = 0.5
        [manifest]
        searches = [{ id = 3 }, { id = 5 }]
        """;

    private static final StoppingRules STOP = new StoppingRules(0.02, 1000, 2, Duration.ofMillis(100), 4, 1e-3, 0.5);

    @TempDir
    private Path directory;

    @Test
    void shouldReadTheSectionsOfAJob() {
        BatchJob job = BatchJobFile.read(write("job.toml", MANY));

        Job one = JobFile.read(write("one.toml", JobFileTest.VALID));
        assertThat(job.job())
                .isEqualTo(new Job(
                        one.model(), one.search(), 1, 0, one.rewards(), one.device(), new Job.Output(false, false)));
        assertThat(job.stop()).isEqualTo(STOP);
        assertThat(job.manifest().searches())
                .hasSize(2)
                .allMatch(search -> search.rules().equals(STOP));
    }

    @Test
    void shouldSayWhichCommandRunsAJob() {
        Path one = write("one.toml", JobFileTest.VALID);
        Path many = write("many.toml", MANY);

        assertThatThrownBy(() -> BatchJobFile.read(one))
                .isInstanceOf(JobException.class)
                .hasMessage("The job file " + one + " has no [manifest], in which a batch names its searches; add one,"
                        + " or run it by ./elites run.");
        assertThatThrownBy(() -> JobFile.read(many))
                .isInstanceOf(JobException.class)
                .hasMessage("The job file " + many + " has a [manifest], whose searches are a batch; run it by ./elites"
                        + " batch.");
    }

    @Test
    void shouldRefuseWhatTheManifestSays() {
        Path file = write("job.toml", MANY.replace("population = 50", "searches = 2\nfirst_id = 1"));

        assertThatThrownBy(() -> BatchJobFile.read(file))
                .hasMessage(file + ", line 6: the key \"searches\" of [search] must be left out, as [manifest] says"
                        + " which searches there are." + System.lineSeparator() + file
                        + ", line 7: the key \"first_id\" of [search] must be left out, as [manifest] says which"
                        + " searches there are.");
    }

    @Test
    void shouldRefuseSectionsOfARun() {
        Path file = write("job.toml", MANY + "[output]\npictures = true\n");

        assertThatThrownBy(() -> BatchJobFile.read(file))
                .hasMessage(file + ", line 24: the key \"output\" is unknown; allowed here are device, fidelity,"
                        + " manifest, model, reward, search, stop.");
    }

    @Test
    void shouldKeepAllButTheSearches() {
        BatchJob job = BatchJobFile.read(write("job.toml", MANY));
        String text = BatchJobText.of(job);
        BatchJobSummary summary = BatchJobFile.readSummary(write("kept.toml", text));

        assertThat(summary).isEqualTo(job.summary());
        assertThat(summary.source())
                .isEqualTo(new ManifestSource(
                        ManifestSource.Kind.SEARCHES,
                        directory.resolve("job.toml").toString()));
        assertThat(summary.searches()).isEqualTo(2);
        assertThat(text)
                .doesNotContain("[output]", "first_id")
                .contains("sha256 = \"" + job.manifest().digest());
        assertThatThrownBy(() -> BatchJobFile.read(directory.resolve("kept.toml")))
                .hasMessage("The job file " + directory.resolve("kept.toml") + " is what a batch keeps beside its"
                        + " results, without its searches; name the job that it was started with.");
    }

    @Test
    void shouldKeepAJobWithoutRules() {
        BatchJob job = BatchJobFile.read(write("job.toml", JobFileTest.VALID + "[manifest]\ngrid.seed = [1]\n"));

        assertThat(BatchJobFile.readSummary(write("kept.toml", BatchJobText.of(job))))
                .isEqualTo(job.summary());
        assertThat(job.stop()).isEqualTo(StoppingRules.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.000001", "1e9", "999999999.123457", "0.1", "1e-9", "3600", "123456.789"})
    void shouldKeepSecondsAsTheyAre(String seconds) {
        BatchJob job = BatchJobFile.read(write("job.toml", MANY.replace("seconds = 0.1", "seconds = " + seconds)));

        assertThat(job.stop().time()).isPositive();
        assertThat(BatchJobFile.readSummary(write("kept.toml", BatchJobText.of(job)))
                        .stop())
                .isEqualTo(job.stop());
    }

    @Test
    void shouldSayWhatKeepsAJobFromGoingOn() {
        String text = BatchJobText.of(BatchJobFile.read(write("job.toml", MANY)));

        assertThat(changes(text, MANY)).isEmpty();
        assertThat(changes(text, MANY + "[device]\nid = \"cpu\"\nlanes = 3\n")).isEmpty();
        assertThat(changes(text, MANY.replace("searches = [{ id = 3 }, { id = 5 }]", "grid.id = [3, 5]")))
                .isEmpty();
        assertThat(changes(text, MANY + "[device]\nnoise = \"fast\"\n"))
                .containsExactly("device.noise (was portable, is fast)");
        assertThat(changes(text, MANY.replace("generations = 3", "generations = 4")))
                .containsExactly("fidelity[1].generations (was 3, is 4)");
        assertThat(changes(text, MANY.replace("target = 0.02", "target = 0.03")))
                .hasSize(2)
                .contains("stop.target (was 0.02, is 0.03)")
                .anyMatch(change -> change.startsWith("manifest.sha256 (was "));
        assertThat(changes(text, MANY.replace("{ id = 5 }", "{ id = 5 }, { id = 6 }")))
                .hasSize(2)
                .contains("manifest.count (was 2, is 3)");
        assertThatThrownBy(() -> BatchJobText.changes("[manifest", text))
                .isInstanceOf(JobException.class)
                .hasMessage("The job that was kept beside the results is not TOML any more; start again in another"
                        + " directory.");
    }

    @Test
    void shouldReadTheExample() {
        Path examples = Path.of(System.getProperty("elites.root"), "optimizer", "examples");
        BatchJob job = BatchJobFile.read(examples.resolve("unicycle-goals.toml"));

        assertThat(job.manifest().searches()).hasSize(1000).allSatisfy(search -> {
            float[] parameters = search.instance().rewardParameters();
            assertThat(parameters).hasSize(3);
            assertThat(Math.hypot(parameters[1], parameters[2])).isLessThan(0.7);
            assertThat(search.rules()).isEqualTo(job.stop());
        });
        assertThat(job.manifest().parameterNames()).containsExactly("weight", "goal.0", "goal.1");
        assertThat(job.manifest().source())
                .isEqualTo(new ManifestSource(
                        ManifestSource.Kind.CSV,
                        examples.resolve("unicycle-goals.csv")
                                .toAbsolutePath()
                                .normalize()
                                .toString()));
    }

    @Test
    void shouldNameAsManyParametersAsTheDeviceReads() {
        List<RewardPart> parts = List.of(
                new RewardPart.GoalDistance(2, List.of(3.0, 4.0)),
                new RewardPart.Quadratic(5, List.of(6.0, 7.0, 8.0)),
                new RewardPart.Linear(9, List.of(10.0)),
                new RewardPart.Obstacles(11, List.of(Ball.of(14, 12, 13), Ball.of(17, 15, 16))),
                new RewardPart.PathLength(18),
                new RewardPart.Code(Path.of("a.cu"), "", new DeviceCode.Source("a.cu", ""), List.of(1.0, 2.0)),
                new RewardPart.ChildProcess(
                        List.of("score"), directory, WireFormat.FRAMES, List.of(3.0), RewardPart.ChildProcess.DEFAULT),
                new RewardPart.Java("score", List.of(3.0, 4.0), HostRewardSettings.DEFAULT));
        for (RewardPart part : parts) {
            assertThat(part.parameterKeys().stream()
                            .mapToInt(ParameterKey::count)
                            .sum())
                    .as(part.name())
                    .isEqualTo(RewardPart.parameters(List.of(part)).length);
        }
        assertThat(parts.get(3).parameterKeys()).containsExactly(ParameterKey.WEIGHT, new ParameterKey("balls", 6, 3));
        assertThat(new RewardPart.Code(Path.of("a.cu"), "", new DeviceCode.Source("a.cu", ""), List.of())
                        .parameterKeys())
                .isEmpty();
    }

    private List<String> changes(String then, String now) {
        return BatchJobText.changes(then, BatchJobText.of(BatchJobFile.read(write("now.toml", now))));
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
