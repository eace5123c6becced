package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceException;
import io.github.diffusionelites.device.DeviceLostException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call of the driver that a search makes fails once with every kind of code. */
@ExtendWith(OnEmulator.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CudaFaultTest {

    private static final int OUT_OF_MEMORY = 2;
    private static final int ILLEGAL_ADDRESS = 700;
    private static final int LAUNCH_FAILED = 719;
    private static final int UNKNOWN = 999;

    private static final List<String> CALLS = List.of(
            "cuInit",
            "cuDeviceGet",
            "cuDeviceGetName",
            "cuDeviceGetAttribute",
            "cuDeviceTotalMem",
            "cuDevicePrimaryCtxRetain",
            "cuDevicePrimaryCtxRelease",
            "cuCtxSetCurrent",
            "cuModuleLoadDataEx",
            "cuModuleUnload",
            "cuModuleGetFunction",
            "cuMemAlloc",
            "cuMemGetInfo",
            "cuMemFree",
            "cuMemHostAlloc",
            "cuMemFreeHost",
            "cuMemcpyHtoDAsync",
            "cuMemcpyDtoHAsync",
            "cuMemsetD8Async",
            "cuStreamCreate",
            "cuStreamDestroy",
            "cuStreamSynchronize",
            "cuStreamWaitEvent",
            "cuStreamBeginCapture",
            "cuStreamEndCapture",
            "cuEventCreate",
            "cuEventDestroy",
            "cuEventRecord",
            "cuLaunchKernel",
            "cuGraphUpload",
            "cuGraphLaunch",
            "cuGraphExecDestroy",
            "cuGraphDestroy");

    static Stream<Arguments> faults() {
        return Stream.of(CudaBinding.values())
                .flatMap(binding -> CALLS.stream()
                        .flatMap(call -> Stream.of(OUT_OF_MEMORY, ILLEGAL_ADDRESS, LAUNCH_FAILED, UNKNOWN)
                                .map(code -> Arguments.of(binding, call, code))));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldEndWithAnErrorThatSaysWhatFailed(CudaBinding binding, String call, int code) {
        EmulatorControls.fail(call, 1, code);
        Throwable failure = catchThrowable(() -> {
            CudaProvider provider = new CudaProvider(binding);
            try (Device device = provider.open(0);
                    TinySearch search = new TinySearch(device)) {
                search.run(1);
            }
        });
        assertThat(failure).isInstanceOf(DeviceException.class);
        assertThat(((DeviceException) failure).call()).isEqualTo(call);
        if (code == ILLEGAL_ADDRESS || code == LAUNCH_FAILED) {
            assertThat(failure).isInstanceOf(DeviceLostException.class);
        } else {
            assertThat(failure).isNotInstanceOf(DeviceLostException.class);
            // What could not be freed is all that stays.
            boolean freeing = call.matches(".*(Free|FreeHost|Destroy|Unload|Release)");
            assertThat(EmulatorControls.live().count())
                    .as(EmulatorControls.live().text())
                    .isLessThanOrEqualTo(freeing ? 1 : 0);
        }
    }
}
