package io.github.diffusionelites.reward.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessRewardTest extends ProcessTestCase {

    @Test
    void shouldTellWhoseSamplesTheyAreAndKeepTheProcess() throws Exception {
        ProcessReward reward = reward("identity");
        Samples samples = Samples.numbered(3, 4);

        for (int batch = 0; batch < 3; batch++) {
            reward.score(samples, samples);
        }

        assertThat(samples.rewards).containsExactly(7 + 3000 + 0.2f, 9 + 4000 + 1e-7f, 7 + 5000 + 0.2f);
        assertThat(log().lines().filter(line -> line.contains("was started"))).hasSize(1);
    }

    @Test
    void shouldPassEveryFloat() {
        ProcessReward reward = reward("good");
        float[] values = {
            0,
            -0.0f,
            Float.MIN_VALUE,
            Float.MAX_VALUE,
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            0.1f
        };
        float[][] rows = new float[values.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {values[i]};
        }
        Samples samples = new Samples(rows);

        reward.score(samples, samples);

        assertThat(samples.rewards).containsExactly(values);
    }

    /** Far more than pipes hold, in both directions. */
    @Test
    void shouldPassLargeBatches() {
        ProcessReward reward = reward("good");
        for (Samples samples : List.of(Samples.numbered(300_000, 2), Samples.numbered(2, 500_000))) {
            reward.score(samples, samples);
            assertThat(samples.rewards).isEqualTo(samples.first());
        }
    }

    @Test
    void shouldStartAsManyProcessesAsAreNeededAtATime() throws Exception {
        ProcessReward reward = reward(settings("good").withProcesses(3));
        for (int round = 0; round < 3; round++) {
            CompletableFuture<?>[] calls = new CompletableFuture<?>[12];
            for (int i = 0; i < calls.length; i++) {
                calls[i] = CompletableFuture.runAsync(
                        () -> {
                            Samples samples = Samples.numbered(50_000, 3);
                            reward.score(samples, samples);
                            assertThat(samples.rewards).isEqualTo(samples.first());
                        },
                        work -> Thread.ofPlatform().start(work));
            }
            CompletableFuture.allOf(calls).get(50, TimeUnit.SECONDS);
        }
        assertThat(log().lines().filter(line -> line.contains("was started"))).hasSizeBetween(1, 3);
    }

    @Test
    void shouldStartAllProcessesBeforeThereIsWork() throws Exception {
        ProcessReward reward = reward(settings("good").withProcesses(2));
        reward.start();
        Samples samples = Samples.numbered(1, 1);
        reward.score(samples, samples);
        assertThat(log().lines().filter(line -> line.contains("was started"))).hasSize(2);
    }

    @Test
    void shouldEndProcessesByTheEndOfTheirInput() {
        List<ProcessHandle> before = children();
        ProcessReward reward = reward("good");
        reward.start();
        List<ProcessHandle> started =
                children().stream().filter(child -> !before.contains(child)).toList();
        assertThat(started).hasSize(1);

        reward.close();
        reward.close();

        assertThat(started.getFirst().isAlive()).isFalse();
        Samples samples = Samples.numbered(1, 1);
        assertThatThrownBy(() -> reward.score(samples, samples)).hasMessageContaining("closed");
    }

    @Test
    void shouldKillProcessesThatDoNotHeedTheEndOfTheirInput() {
        ProcessReward reward = reward(settings("deaf").withLimits(Duration.ofSeconds(30), Duration.ofMillis(200)));
        reward.start();
        List<ProcessHandle> started = children();

        reward.close();

        assertThat(started).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void shouldFindAProgramBesideTheJob() throws Exception {
        Path program =
                Files.writeString(directory.resolve("my program.sh"), "#!/bin/sh\nexec python3 -S child.py good x\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        ProcessReward reward = reward(new ProcessSettings(List.of("./my program.sh"), directory, WireFormat.FRAMES));
        Samples samples = Samples.numbered(2, 2);

        reward.score(samples, samples);

        assertThat(samples.rewards).containsExactly(0, 1);
    }

    @Test
    void shouldRefuseSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> new ProcessSettings(List.of(), directory, WireFormat.LINES))
                .hasMessageContaining("[]");
        assertThatThrownBy(() -> new ProcessSettings(List.of("a", "b\0"), directory, WireFormat.LINES))
                .hasMessageContaining("NUL");
        assertThatThrownBy(() -> settings("good").withProcesses(0)).hasMessageContaining("are 0");
        assertThatThrownBy(() -> settings("good").withLimits(Duration.ZERO, Duration.ZERO))
                .hasMessageContaining("PT0S");
        assertThatThrownBy(() -> new ProcessReward(settings("good"), 0)).hasMessageContaining("channel");
        Samples samples = Samples.numbered(1, 3);
        assertThatThrownBy(() -> new ProcessReward(settings("good"), 2).score(samples, samples))
                .hasMessageContainingAll("3 numbers", "2 channels");
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current().children().toList();
    }
}
