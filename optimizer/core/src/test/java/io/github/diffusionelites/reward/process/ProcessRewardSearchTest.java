package io.github.diffusionelites.reward.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.HostRewardException;
import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.UnusableRewardException;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.search.DiffusionElites;
import io.github.diffusionelites.search.FidelitySchedule;
import io.github.diffusionelites.search.SearchResult;
import io.github.diffusionelites.search.SearchSettings;
import io.github.diffusionelites.support.Bits;
import io.github.diffusionelites.support.DeviceUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole searches by processes that fail now and then, or always. */
@Timeout(60)
class ProcessRewardSearchTest extends ProcessTestCase {

    private static final HostRewardSettings PATIENT =
            HostRewardSettings.DEFAULT.withRetries(2, Duration.ofMillis(1)).withGrace(Duration.ofSeconds(20));
    private static final SearchSettings SETTINGS = SearchSettings.builder()
            .population(40)
            .elites(8)
            .seed(4)
            .finalists(2)
            .fidelity(FidelitySchedule.constant(3, 1))
            .build();

    @Test
    void shouldFindTheSameWhateverCrashes() throws IOException {
        SearchResult expected = run(Reward.function((sample, channels, length) -> sample[0]));
        for (String mode : new String[] {"good", "crash-once", "crash-odd", "refuse"}) {
            Files.deleteIfExists(marker());
            HostRewardSettings settings = PATIENT.withWorkers(2).withFailFast(true);
            SearchResult found = run(Reward.external(reward(settings(mode).withProcesses(2)), settings));
            assertThat(found.outcomes())
                    .as(mode)
                    .usingRecursiveComparison(Bits.EXACT)
                    .isEqualTo(expected.outcomes());
            HostRewardReport report = found.hostRewards();
            assertThat(report.failed()).isZero();
            assertThat(report.retries() > 0).as(mode).isEqualTo(!mode.equals("good"));
            assertThat(report.evaluated()).isEqualTo(expected.hostRewards().evaluated());
        }
    }

    @Test
    void shouldCountABatchThatTakesTooLong() {
        HostRewardSettings settings = PATIENT.withTimeout(Duration.ofSeconds(2));
        HostRewardReport report =
                run(Reward.external(reward("hang-once"), settings)).hostRewards();

        assertThat(report.timedOut()).isBetween(1L, 40L);
        assertThat(report.abandonedThreads()).isZero();
        assertThat(report.failed()).isZero();
    }

    @Test
    void shouldEndSoonIfTheCommandNeverStarts() {
        Reward.External reward = Reward.external(reward("never"), PATIENT.withRetries(3, Duration.ofMillis(1)));
        assertThatThrownBy(() -> run(reward))
                .isInstanceOf(UnusableRewardException.class)
                .hasMessageContainingAll("3 times in a row", "exit code 7", "no licence", "child.py never");
    }

    @Test
    void shouldEndIfTooMuchFails() {
        Reward.External reward = Reward.external(reward("crash"), PATIENT.withRetries(0, Duration.ZERO));
        assertThatThrownBy(() -> run(reward))
                .isInstanceOf(HostRewardException.class)
                .hasMessageContainingAll("exit code 3", "the wheels came off");
    }

    /** As when a terminal sends SIGINT to all: the process ends at once, the cancellation comes a little later. */
    @Test
    void shouldNotTakeAnInterruptionForAFailure() {
        HostRewardSettings settings = PATIENT.withRetries(0, Duration.ZERO).withFailFast(true);
        try (Device device = DeviceUnderTest.open();
                DiffusionElites search = search(device, Reward.external(reward("interrupted"), settings))) {
            Thread.ofPlatform().start(() -> {
                pause(700);
                search.cancel();
            });
            assertThatThrownBy(search::step).isInstanceOf(CancellationException.class);
        }
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SearchResult run(Reward reward) {
        try (Device device = DeviceUnderTest.open();
                DiffusionElites search = search(device, reward)) {
            return search.run(report -> {});
        }
    }

    private static DiffusionElites search(Device device, Reward reward) {
        return DiffusionElites.on(device)
                .decoder(new IdentityDecoder(1, 3))
                .reward(reward)
                .settings(SETTINGS)
                .planOptions(new PlanOptions(10, 1))
                .build();
    }
}
