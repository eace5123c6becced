package io.github.diffusionelites.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.DeviceInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rates and estimates, and how many searches share a device. */
class BatchProgressTest {

    @Test
    void shouldEstimateWhatIsLeftByWhatWasDone() {
        BatchProgress progress = new BatchProgress(100, 40, 30, 20, 5_000, 20, 9_000_000_000L, 2, 10_000_000_000L, 7);

        assertThat(progress.waiting()).isEqualTo(40);
        assertThat(progress.evaluationsPerSecond()).isEqualTo(500);
        assertThat(progress.searchesPerSecond()).isEqualTo(2);
        assertThat(progress.deviceShare()).isEqualTo(0.45);
        // 40 and half of 20 are left, 20 and half of 20 took ten seconds.
        assertThat(progress.secondsLeft().orElseThrow()).isEqualTo(50 / 30.0 * 10);
    }

    @Test
    void shouldNotEstimateBeforeASearchIsFinished() {
        BatchProgress progress = new BatchProgress(100, 40, 30, 20, 5_000, 0, 0, 1, 0, 0);

        assertThat(progress.secondsLeft()).isEmpty();
        assertThat(progress.evaluationsPerSecond()).isZero();
        assertThat(progress.deviceShare()).isZero();
        assertThat(new BatchProgress(5, 5, 0, 0, 0, 0, 0, 1, 1, 0).secondsLeft())
                .hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"cpu, 32, 1000, 63", "cpu, 32, 10, 10", "cpu, 4096, 10, 1", "cuda:0, 256, 1000, 48", "cpu, 32, 0, 1"})
    void shouldShareSearchesOutEvenly(String device, int population, int searches, int places) {
        assertThat(PoolSize.places(device(device), population, searches)).isEqualTo(places);
    }

    private static DeviceInfo device(String id) {
        return new DeviceInfo(id, "a device", "none", false, 2, 1L << 30, "");
    }
}
