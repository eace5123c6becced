package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceException;
import io.github.diffusionelites.device.DeviceLostException;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls of the driver that fail in the middle of a run whose reward Java computes: no thread waits for ever. */
@ExtendWith(OnEmulator.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CudaHostRewardFaultTest {

    private static final int LOST = 719;
    private static final int UNKNOWN = 999;

    static Stream<Arguments> faults() {
        return Stream.of("cuGraphLaunch", "cuMemcpyDtoHAsync", "cuMemcpyHtoDAsync", "cuEventQuery", "cuEventRecord")
                .flatMap(call -> Stream.of(1, 2, 4)
                        .filter(nth -> !call.equals("cuMemcpyHtoDAsync") || nth <= 2)
                        .flatMap(nth -> Stream.of(LOST, UNKNOWN).map(code -> Arguments.of(call, nth, code))));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldEndWithTheFailureOfTheDevice(String call, int nth, int code) {
        HostRewardSettings settings = HostRewardSettings.DEFAULT.withWorkers(3);
        try (Device device = EmulatedDevice.open(CudaBinding.FFM);
                TinySearch search = new TinySearch(device, CudaHostRewardTest::score, settings);
                Program program = search.compile(new PlanOptions(6, 1))) {
            EmulatorControls.fail(call, nth, code);
            Throwable failure = catchThrowable(() -> program.run(1, 0));
            assertThat(failure).isInstanceOf(DeviceException.class);
            String named = ((DeviceException) failure).call();
            if (code == UNKNOWN) {
                assertThat(named).isEqualTo(call);
                assertThat(failure).isNotInstanceOf(DeviceLostException.class);
                // What failed once does not keep the program from its next run.
                program.run(1, 0);
                assertThat(search.mean()).doesNotContain(Float.NaN);
            } else {
                // A worker in the driver at that moment may hear of the loss before the call that made it returns.
                assertThat(named).isIn(call, "cuCtxSetCurrent", "cuEventQuery");
                assertThat(failure).isInstanceOf(DeviceLostException.class);
            }
        } catch (DeviceLostException e) {
            // Closing on a lost device says so again.
            assertThat(code).isEqualTo(LOST);
        }
        if (code == UNKNOWN) {
            assertThat(EmulatorControls.live()).isEqualTo(new EmulatorControls.Live(0, ""));
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void shouldLeaveNothingBehindWhereARingCannotBeMade(String call, int nth) {
        Throwable failure = catchThrowable(() -> {
            try (Device device = EmulatedDevice.open(CudaBinding.FFM);
                    TinySearch search = new TinySearch(device, CudaHostRewardTest::score, HostRewardSettings.DEFAULT)) {
                EmulatorControls.fail(call, nth, UNKNOWN);
                search.compile(new PlanOptions(6, 1)).close();
            }
        });
        assertThat(failure).isInstanceOf(DeviceException.class);
        assertThat(EmulatorControls.live()).isEqualTo(new EmulatorControls.Live(0, ""));
    }

    static List<Arguments> calls() {
        // The control block pins first; events of the two streams come before those of the two slots.
        return List.of(
                Arguments.of("cuMemHostAlloc", 2), Arguments.of("cuEventCreate", 3), Arguments.of("cuEventCreate", 4));
    }
}
