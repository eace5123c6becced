package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceLostException;
import io.github.diffusionelites.device.DeviceOptions;
import io.github.diffusionelites.device.DriverBinding;
import io.github.diffusionelites.device.selftest.SelfTest;
import io.github.diffusionelites.device.selftest.SelfTestResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The self-test on the emulated driver: it passes, knows every kernel, and notices a device that does not work. */
@ExtendWith(OnEmulator.class)
class CudaSelfTestTest {

    private static final DeviceOptions ALLOWED = DeviceOptions.DEFAULT.allowingDeviceCode();

    private final List<SelfTestResult> results = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void shouldPassAndLaunchEveryKernel(DriverBinding binding) {
        try (Device device = new CudaProvider().open(0, ALLOWED.withBinding(binding))) {
            boolean passed = SelfTest.run(device, results::add);
            assertThat(results).filteredOn(result -> !result.passed()).isEmpty();
            assertThat(passed).isTrue();
        }
        assertThat(results).noneMatch(SelfTestResult::skipped);
        // A kernel that is missing here needs a check, or a case of one, that launches it.
        assertThat(Stream.concat(
                        Stream.of("stamp", "stamp_and_decide"),
                        results.stream().flatMap(result -> result.kernels().stream())))
                .containsAll(EmulatorControls.kernels())
                .anyMatch(kernel -> kernel.startsWith("score_by_code"));
    }

    @Test
    void shouldSkipCodeThatIsNotAllowed() {
        try (Device device = new CudaProvider().open(0)) {
            assertThat(SelfTest.run(device, results::add)).isTrue();
        }
        assertThat(results)
                .filteredOn(SelfTestResult::skipped)
                .singleElement()
                .satisfies(result -> assertThat(result.problem()).contains("not allowed"));
    }

    @Test
    void shouldNoticeACallThatFails() {
        try (Device device = new CudaProvider().open(0)) {
            EmulatorControls.fail("cuGraphLaunch", 3, 1);
            assertThat(SelfTest.run(device, results::add)).isFalse();
        }
        assertThat(results)
                .filteredOn(result -> !result.passed())
                .singleElement()
                .satisfies(result -> assertThat(result.problem()).contains("cuGraphLaunch"));
    }

    @Test
    void shouldEndWithADeviceThatIsLost() {
        Device device = new CudaProvider().open(0);
        EmulatorControls.fail("cuGraphLaunch", 3, 700);
        assertThatExceptionOfType(DeviceLostException.class).isThrownBy(() -> SelfTest.run(device, results::add));
        assertThat(results).hasSize(3);
        assertThat(results.getLast().passed()).isFalse();
    }
}
