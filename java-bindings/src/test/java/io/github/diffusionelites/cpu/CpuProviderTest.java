package io.github.diffusionelites.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceUnavailableException;
import io.github.diffusionelites.device.spi.DeviceProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The property that sets the lanes. */
class CpuProviderTest {

    private final String before = System.getProperty(CpuProvider.LANES_PROPERTY, "");
    private final CpuProvider provider = new CpuProvider();

    @AfterEach
    void restoreProperty() {
        System.setProperty(CpuProvider.LANES_PROPERTY, before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "0", "-3", "1.5", " 2", "4097", "99999999999", "0x2"})
    void shouldNotBeThereWithLanesThatAreNone(String lanes) {
        System.setProperty(CpuProvider.LANES_PROPERTY, lanes);
        String reason = "The system property elites.cpu.lanes is \"" + lanes
                + "\", but must be a number of lanes in [1, 4096].";
        DeviceProvider.Probe probe = provider.probe();
        assertThat(probe.available()).isFalse();
        assertThat(probe.reason()).isEqualTo(reason);
        assertThatExceptionOfType(DeviceUnavailableException.class)
                .isThrownBy(() -> provider.open(0))
                .withMessage(reason);
    }

    @Test
    void shouldHaveTheLanesThatItIsToldTo() {
        System.setProperty(CpuProvider.LANES_PROPERTY, "3");
        try (Device device = provider.open(0)) {
            assertThat(device.info().lanes()).isEqualTo(3);
            assertThat(device.info().name()).endsWith(", 3 lanes");
        }
        System.clearProperty(CpuProvider.LANES_PROPERTY);
        assertThat(provider.probe().devices().getFirst().lanes())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
    }
}
