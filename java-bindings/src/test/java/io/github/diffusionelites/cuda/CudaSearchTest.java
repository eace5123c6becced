package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a search on the CUDA device asks of the driver, and what it leaves there. */
@ExtendWith(OnEmulator.class)
class CudaSearchTest {

    private static final int GENERATIONS = 5;

    @ParameterizedTest
    @EnumSource
    void shouldLaunchOneGraphAGenerationAndNothingElse(CudaBinding binding) {
        try (Device device = EmulatedDevice.open(binding);
                TinySearch search = new TinySearch(device);
                Program program = search.compile(new PlanOptions(7, 2))) {
            int kernels = EmulatorControls.calls("cuLaunchKernel");
            int graphs = EmulatorControls.calls("cuGraphLaunch");
            for (int generation = 0; generation < GENERATIONS; generation++) {
                program.run(1, generation);
            }
            assertThat(EmulatorControls.calls("cuGraphLaunch") - graphs).isEqualTo(GENERATIONS);
            assertThat(EmulatorControls.calls("cuLaunchKernel")).isEqualTo(kernels);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadNothingBackButWhatGraphsBring(CudaBinding binding) {
        try (Device device = EmulatedDevice.open(binding);
                TinySearch search = new TinySearch(device);
                Program program = search.compile(new PlanOptions(7, 2))) {
            // The ids that the host wrote are read once, to check them.
            program.run(1, 0);
            int copies = EmulatorControls.calls("cuMemcpyDtoHAsync");
            for (int generation = 1; generation < GENERATIONS; generation++) {
                program.run(1, generation);
            }
            assertThat(copies).isPositive();
            assertThat(EmulatorControls.calls("cuMemcpyDtoHAsync")).isEqualTo(copies);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveNothingBehind(CudaBinding binding) {
        try (Device device = EmulatedDevice.open(binding);
                TinySearch search = new TinySearch(device)) {
            search.run(1);
        }
        assertThat(EmulatorControls.live()).isEqualTo(new EmulatorControls.Live(0, ""));
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndWhereTheCpuDeviceEnds(CudaBinding binding) {
        try (Device gpu = EmulatedDevice.open(binding);
                TinySearch onGpu = new TinySearch(gpu);
                Device cpu = Devices.open("cpu");
                TinySearch onCpu = new TinySearch(cpu)) {
            // Sums of the refit have one order on both, and so have the same bits.
            assertThat(onGpu.run(GENERATIONS)).isEqualTo(onCpu.run(GENERATIONS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheSameBitsWhateverTheOrderOfThreads(EmulatorControls.Schedule order) {
        float[] usual = mean();
        EmulatorControls.schedule(order, 12345);
        try {
            assertThat(mean()).isEqualTo(usual);
        } finally {
            EmulatorControls.schedule(EmulatorControls.Schedule.FORWARD, 1);
        }
    }

    @Test
    void shouldNotBeChosenWithoutAskingForIt() {
        assertThat(new CudaProvider(CudaBinding.FFM).probe().available()).isTrue();
        try (Device device = Devices.open("auto")) {
            assertThat(device.info().id()).isEqualTo("cpu");
        }
    }

    private static float[] mean() {
        try (Device device = EmulatedDevice.open(CudaBinding.FFM);
                TinySearch search = new TinySearch(device)) {
            return search.run(GENERATIONS);
        }
    }
}
