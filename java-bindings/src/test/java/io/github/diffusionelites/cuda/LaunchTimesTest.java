package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Launches alone are those of the program, and leave what a run leaves. */
@ExtendWith(OnEmulator.class)
class LaunchTimesTest {

    private static final long FILL = 4096;

    @ParameterizedTest
    @EnumSource
    void shouldTimeEachLaunchOfAProgram(CudaBinding binding) {
        try (Device device = EmulatedDevice.open(binding);
                TinySearch search = new TinySearch(device);
                Program program = search.compile(new PlanOptions(40, 1))) {
            program.run(1, 0);
            try (LaunchTimes times = LaunchTimes.of(program, FILL)) {
                List<LaunchTimes.Timed> launches = times.launches();
                assertThat(launches)
                        .extracting(LaunchTimes.Timed::kernel)
                        .containsExactly(
                                "stamp",
                                "sample_diagonal",
                                "score",
                                "select_elites",
                                "add_up_moments",
                                "join_moments",
                                "update_diagonal",
                                "stamp_and_decide");
                assertThat(launches.get(3).operation()).isInstanceOf(Operation.Select.class);
                assertThat(launches.get(5).operation()).isInstanceOf(Operation.Moments.class);
                assertThat(launches).extracting(LaunchTimes.Timed::rows).containsOnly(40L);
                assertThat(times.cold(1, 0)).hasSize(8).doesNotContain(Double.NaN);
                assertThat(times.warm(1, 0)).hasSize(8).doesNotContain(Double.NaN);
            }
        }
        assertThat(EmulatorControls.live().count())
                .as(EmulatorControls.live().text())
                .isZero();
    }

    @Test
    void shouldLeaveWhatARunLeaves() {
        float[] expected;
        try (Device device = EmulatedDevice.open(CudaBinding.FFM);
                TinySearch search = new TinySearch(device);
                Program program = search.compile(new PlanOptions(40, 1))) {
            program.run(1, 0);
            program.run(7, 3);
            expected = search.mean();
        }
        try (Device device = EmulatedDevice.open(CudaBinding.FFM);
                TinySearch search = new TinySearch(device);
                Program program = search.compile(new PlanOptions(40, 1))) {
            program.run(1, 0);
            float[] before = search.mean();
            try (LaunchTimes times = LaunchTimes.of(program, FILL)) {
                times.cold(7, 3);
            }
            assertThat(search.mean()).isEqualTo(expected).isNotEqualTo(before);
        }
    }

    @Test
    void shouldTimeTheFirstOfSeveralChunks() {
        try (Device device = EmulatedDevice.open(CudaBinding.FFM);
                TinySearch search = new TinySearch(device);
                Program program = search.compile(new PlanOptions(7, 2));
                LaunchTimes times = LaunchTimes.of(program, FILL)) {
            assertThat(times.launches())
                    .extracting(LaunchTimes.Timed::kernel)
                    .contains("score")
                    .doesNotHaveDuplicates();
            assertThat(times.launches().get(1).rows()).isEqualTo(7);
            assertThat(times.launches().get(3).rows()).isEqualTo(40);
        }
    }

    @Test
    void shouldRefuseAnotherDevice() {
        try (Device device = Devices.open("cpu");
                TinySearch search = new TinySearch(device);
                Program program = search.compile(PlanOptions.AUTO)) {
            assertThatIllegalArgumentException().isThrownBy(() -> LaunchTimes.of(program, FILL));
            assertThatIllegalArgumentException().isThrownBy(() -> DeviceTimes.of(device, FILL));
        }
    }

    @Test
    void shouldTimeWhatADeviceDoesAtBest() {
        try (Device device = EmulatedDevice.open(CudaBinding.FFM);
                DeviceTimes times = DeviceTimes.of(device, FILL)) {
            assertThat(times.cacheBytes()).isEqualTo(50 << 20);
            assertThat(times.multiprocessors()).isPositive();
            for (double[] samples : List.of(
                    times.nothing(3),
                    times.fill(8192, 2, 3),
                    times.copy(8192, 2, 3),
                    times.kernel(3),
                    times.graph(5, 3),
                    times.graphRoundTrip(5, 3))) {
                assertThat(Arrays.stream(samples).boxed()).hasSize(3).allMatch(value -> value >= 0);
            }
        }
        assertThat(EmulatorControls.live().count())
                .as(EmulatorControls.live().text())
                .isZero();
    }
}
