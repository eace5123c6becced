package io.github.diffusionelites.reward.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.UnusableRewardException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes that crash, hang, or say what they should not. */
@Timeout(60)
class ProcessRewardFaultTest extends ProcessTestCase {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        crash       | ended with exit code 3 while it scored batch 1, of 5 samples; the last it wrote to its standard error: Traceback: |   the wheels came off.
        garbage     | with a frame of length 1919902547
        few         | with 4 rewards
        many        | with 6 rewards
        other-batch | for batch 2
        half        | ended with exit code 0 while it scored batch 1
        closed-out  | closed its standard input or output while it scored batch 1
        closed-in   | closed its standard input or output while it scored batch 1
        """, maxCharsPerColumn = 1000)
    void shouldSayWhatTheProcessDid(String mode, String message) {
        ProcessReward reward = reward(mode);
        Samples samples = Samples.numbered(5, 30_000);

        assertThatThrownBy(() -> reward.score(samples, samples))
                .isInstanceOf(RewardProcessException.class)
                .hasMessageContaining(message.strip())
                .hasMessageContaining("python3 -I -S child.py " + mode)
                .hasMessageEndingWith(".");
        assertThat(samples.rewards).containsOnly(-99);
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .allSatisfy(child -> assertThat(
                                child.onExit().get(5, TimeUnit.SECONDS).isAlive())
                        .isFalse());
    }

    @Test
    void shouldScoreOnANewProcessAfterACrash() throws Exception {
        ProcessReward reward = reward("crash-once");
        Samples samples = Samples.numbered(5, 2);

        assertThatThrownBy(() -> reward.score(samples, samples)).hasMessageContaining("exit code 3");
        reward.score(samples, samples);

        assertThat(samples.rewards).isEqualTo(samples.first());
        assertThat(log())
                .contains("[1] Traceback:", "[1]   the wheels came off", "exit code 3", "Process 2 was started");
    }

    @Test
    void shouldKeepAProcessThatRefusesABatch() throws Exception {
        ProcessReward reward = reward("refuse");
        Samples samples = Samples.numbered(5, 2);

        assertThatThrownBy(() -> reward.score(samples, samples))
                .hasMessageContainingAll("batch of 5 samples", "The simulator has no licence.\\u001b[31m");
        reward.score(samples, samples);

        assertThat(samples.rewards).isEqualTo(samples.first());
        assertThat(log()).doesNotContain("Process 2");
    }

    @Test
    void shouldReplaceAProcessThatEndedBetweenBatches() throws Exception {
        ProcessReward reward = reward("idle-end");
        reward.start();
        for (ProcessHandle child : ProcessHandle.current().children().toList()) {
            child.onExit().get(10, TimeUnit.SECONDS);
        }
        Samples samples = Samples.numbered(5, 2);

        assertThatThrownBy(() -> reward.score(samples, samples)).hasMessageContaining("The reward process 2");
        assertThat(log()).contains("ended while there was nothing to do");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        never  | ended with exit code 7 before it said hello; the last it wrote to its standard error: no licence.
        silent | said no hello within 0.5 s
        chatty | began with "Loading the
        future | speaks version 2 of the format "frames", and not version 1
        cat    | began with "E
        """)
    void shouldSayWhyACommandDoesNotStart(String mode, String message) {
        ProcessReward reward = reward(settings(mode)
                .withLimits(mode.equals("silent") ? Duration.ofMillis(500) : Duration.ofSeconds(30), Duration.ZERO));
        assertThatThrownBy(reward::start)
                .isInstanceOf(RewardProcessException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldNotTryForEverToStartACommand() {
        ProcessReward reward = reward("never");
        Samples samples = Samples.numbered(1, 1);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> reward.score(samples, samples))
                    .isInstanceOf(RewardProcessException.class)
                    .hasMessageContaining("no licence");
        }
        assertThatThrownBy(() -> reward.score(samples, samples))
                .isInstanceOf(UnusableRewardException.class)
                .hasMessageContainingAll("3 times in a row", "no licence");
    }

    @Test
    void shouldSayThatThereIsNoSuchProgram() {
        ProcessReward reward =
                reward(new ProcessSettings(List.of("no-such-program", "-v"), directory, WireFormat.FRAMES));
        assertThatThrownBy(reward::start)
                .hasMessageContainingAll("no-such-program -v", "cannot be started", directory.toString());
    }

    @ParameterizedTest
    @CsvSource({"hang", "silent", "unread"})
    void shouldEndACallThatIsInterrupted(String mode) throws Exception {
        ProcessReward reward = reward(mode);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Samples samples = Samples.numbered(5, 100_000);
        Thread caller = Thread.ofPlatform().start(() -> {
            try {
                reward.score(samples, samples);
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        Thread.sleep(400);
        List<ProcessHandle> started = ProcessHandle.current().children().toList();
        caller.interrupt();
        caller.join(3000);

        assertThat(caller.isAlive()).isFalse();
        assertThat(thrown.get()).isInstanceOf(RewardProcessException.class).hasMessageContaining("interrupted");
        for (ProcessHandle child : started) {
            assertThat(child.onExit().get(5, TimeUnit.SECONDS).isAlive()).isFalse();
        }
    }

    @Test
    void shouldNotStandStillWhenAProcessFloodsItsStandardError() throws Exception {
        ProcessReward reward = reward("flood");
        Samples samples = Samples.numbered(5, 2);
        for (int i = 0; i < 8; i++) {
            reward.score(samples, samples);
        }
        reward.close();

        assertThat(samples.rewards).isEqualTo(samples.first());
        assertThat(Files.size(directory.resolve("reward.log"))).isLessThanOrEqualTo(RewardLog.LARGEST);
        assertThat(Files.size(directory.resolve("reward.log.1"))).isLessThanOrEqualTo(RewardLog.LARGEST);
    }

    /** What a process started itself keeps the pipes open when it ends, so that no end of the stream tells of it. */
    @Test
    void shouldNotWaitForWhatACrashedProcessLeftBehind() throws Exception {
        ProcessReward reward = reward("orphan", "crash");
        Samples samples = Samples.numbered(5, 2);

        assertThatThrownBy(() -> reward.score(samples, samples)).hasMessageContaining("exit code 4");

        orphan().destroyForcibly();
    }

    @Test
    void shouldKillWhatAProcessStarted() throws Exception {
        ProcessReward reward = reward("orphan");
        Samples samples = Samples.numbered(5, 2);
        reward.score(samples, samples);
        ProcessHandle orphan = orphan();
        assertThat(orphan.isAlive()).isTrue();

        reward.close();

        assertThat(orphan.onExit().get(5, TimeUnit.SECONDS).isAlive()).isFalse();
    }

    private ProcessHandle orphan() throws Exception {
        return ProcessHandle.of(Long.parseLong(Files.readString(marker()))).orElseThrow();
    }
}
