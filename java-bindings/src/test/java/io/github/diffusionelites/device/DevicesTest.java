package io.github.diffusionelites.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {

    @Test
    void shouldFindTheCpu() {
        assertThat(Devices.probe())
                .anySatisfy(probe -> {
                    assertThat(probe.kind()).isEqualTo("cpu");
                    assertThat(probe.available()).as(probe.reason()).isTrue();
                    assertThat(probe.reason()).isEmpty();
                })
                .allSatisfy(
                        probe -> assertThat(probe.available() || !probe.reason().isBlank())
                                .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu", "cpu:0"})
    void shouldOpenADevice(String id) {
        try (Device device = Devices.open(id)) {
            assertThat(device.info().id()).isNotBlank();
            assertThat(device.info().instructionSet()).isNotBlank();
            assertThat(device.info().libraries()).isNotBlank();
        }
    }

    @Test
    void shouldOpenSeveralDevicesAtATime() {
        try (Device first = Devices.open("cpu");
                Device second = Devices.open("cpu");
                Buffer one = first.allocate(ElementType.F32, 2);
                Buffer two = second.allocate(ElementType.F32, 2)) {
            one.write(0, new float[] {1, 2});
            assertThat(two.floats()).containsExactly(0, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CPU", "cpu:", "cpu:-1", "cpu:x", "cpu:99999", " cpu", "cpu 0"})
    void shouldRefuseWhatIsNotAnId(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> Devices.open(id)).withMessageContaining("\"" + id + "\"");
    }

    @Test
    void shouldSayWhatThereIsInsteadOfAnUnknownKind() {
        assertThatExceptionOfType(DeviceUnavailableException.class)
                .isThrownBy(() -> Devices.open("abacus"))
                .withMessageContaining("abacus")
                .withMessageContaining("cpu");
    }

    @Test
    void shouldNotOpenAnotherDeviceInstead() {
        assertThatExceptionOfType(DeviceUnavailableException.class)
                .isThrownBy(() -> Devices.open("cpu:7"))
                .withMessageContaining("cpu:7");
    }
}
