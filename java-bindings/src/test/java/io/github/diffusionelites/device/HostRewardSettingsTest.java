package io.github.diffusionelites.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class HostRewardSettingsTest {

    private static final HostRewardSettings DEFAULT = HostRewardSettings.DEFAULT;

    @Test
    void shouldChangeOneSettingAtATime() {
        Duration second = Duration.ofSeconds(1);
        assertThat(DEFAULT.withWorkers(3)
                        .withTimeout(second)
                        .withGrace(second.dividedBy(2))
                        .withRetries(2, second.multipliedBy(2))
                        .withFailFast(true)
                        .withMostFailed(0.25)
                        .withMostAbandoned(7))
                .isEqualTo(new HostRewardSettings(
                        3, second, Duration.ofMillis(500), 2, Duration.ofSeconds(2), true, 0.25, 7));
    }

    @Test
    void shouldRefuseWhatIsOutOfRange() {
        refuse(() -> DEFAULT.withWorkers(0), "workers", "[1, 1024]", "0");
        refuse(() -> DEFAULT.withTimeout(Duration.ofMillis(-1)), "time-out", "PT-0.001S");
        refuse(() -> DEFAULT.withGrace(Duration.ofDays(366)), "grace", "365 days");
        refuse(() -> DEFAULT.withRetries(4, Duration.ZERO), "retries", "[0, 3]", "4");
        refuse(() -> DEFAULT.withRetries(1, Duration.ofSeconds(-1)), "retry delay");
        refuse(() -> DEFAULT.withMostFailed(1.5), "[0, 1]", "1.5");
        refuse(() -> DEFAULT.withMostFailed(Double.NaN), "NaN");
        refuse(() -> DEFAULT.withMostAbandoned(-1), "abandoned", "-1");
    }

    @Test
    void shouldAddReportsAndKeepTheFirstFailure() {
        Exception first = new Exception("first");
        Exception second = new Exception("second");
        HostRewardReport one = new HostRewardReport(1, 2, 3, 4, 5, 6, null);
        HostRewardReport two = new HostRewardReport(10, 20, 30, 40, 50, 60, first);
        HostRewardReport three = new HostRewardReport(100, 200, 300, 400, 500, 600, second);
        assertThat(HostRewardReport.NONE.plus(one).plus(two).plus(three))
                .isEqualTo(new HostRewardReport(111, 222, 333, 444, 555, 666, first));
    }

    private static void refuse(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts);
    }
}
