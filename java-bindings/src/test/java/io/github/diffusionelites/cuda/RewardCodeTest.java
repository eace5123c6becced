package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.cuda.nvrtc.NvrtcLibrary;
import io.github.diffusionelites.cuda.nvrtc.RewardCompiler;
import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceCode;
import io.github.diffusionelites.device.DeviceCodeException;
import io.github.diffusionelites.device.DeviceLostException;
import io.github.diffusionelites.device.DeviceOptions;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.DriverBinding;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rewards in CUDA C++ that the twin of NVRTC compiles and the emulated driver runs. */
@ExtendWith(OnEmulator.class)
class RewardCodeTest {

    private static final int SEARCHES = 2;
    private static final int INDIVIDUALS = 301;
    private static final int CHANNELS = 2;
    private static final int LENGTH = 3;
    private static final int PARAMETERS = 2;

    /** The weighted sum of absolute values, NaN where the first is above a bound. */
    private static final String ABSOLUTE = """
        static __device__ float weigh(float value, float weight) { return weight * fabsf(value); }

        __device__ float reward(const float* x, int channels, int length, const float* parameters) {
            if (x[0] > parameters[1]) {
                return nanf("");
            }
            float sum = 0;
            for (int i = 0; i < channels * length; ++i) {
                sum += weigh(x[i], parameters[0]);
            }
            return sum;
        }
        """;

    private static final DeviceCode.Source SOURCE = new DeviceCode.Source("absolute.cu", ABSOLUTE);
    private static final DeviceOptions ALLOWED = DeviceOptions.DEFAULT.allowingDeviceCode();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void shouldScoreByCudaSource(DriverBinding binding) {
        try (Device device = new CudaProvider().open(0, ALLOWED.withBinding(binding))) {
            requireRewards(device, SOURCE, PlanOptions.AUTO);
        }
        assertThat(EmulatorControls.live().text()).isEmpty();
    }

    @Test
    void shouldGiveTheSameRewardsWhateverTheChunks() {
        try (Device device = new CudaProvider().open(0, ALLOWED)) {
            requireRewards(device, SOURCE, new PlanOptions(1, 2));
            requireRewards(device, SOURCE, new PlanOptions(7, 1));
            requireRewards(device, SOURCE, new PlanOptions(1000, 2));
        }
    }

    @Test
    void shouldRunReadyImages() throws Exception {
        byte[] image = RewardCompiler.compile(SOURCE, KernelImage.rewardWrapper(), 90);
        Path file = Files.write(directory.resolve("ready.cubin"), image);
        try (Device device = new CudaProvider().open(0, ALLOWED)) {
            requireRewards(device, DeviceCode.read(file), PlanOptions.AUTO);
        }
    }

    @Test
    void shouldCompileOnceForADevice() {
        try (Device device = new CudaProvider().open(0, ALLOWED)) {
            requireRewards(device, SOURCE, PlanOptions.AUTO);
            int loads = EmulatorControls.calls("cuModuleLoadDataEx");
            requireRewards(device, new DeviceCode.Source("absolute.cu", ABSOLUTE), PlanOptions.AUTO);
            assertThat(EmulatorControls.calls("cuModuleLoadDataEx")).isEqualTo(loads);
        }
    }

    @Test
    void shouldRefuseCodeUnlessItIsAllowed() {
        for (DeviceCode code :
                new DeviceCode[] {SOURCE, new DeviceCode.Binary("ready.ptx", new byte[] {'.', 'v', 'e', 'r'})}) {
            try (Device device = new CudaProvider().open(0)) {
                assertThatExceptionOfType(DeviceCodeException.class)
                        .isThrownBy(() -> run(device, code, PlanOptions.AUTO))
                        .withMessageContainingAll(code.name(), "not allowed", "--allow-device-code");
            }
            // Not even looked at.
            assertThat(EmulatorControls.calls("cuModuleLoadDataEx")).isEqualTo(1);
            EmulatorControls.reset();
        }
    }

    @Test
    void shouldShowWhatTheCompilerSays() {
        DeviceCode broken = new DeviceCode.Source("broken.cu", ABSOLUTE.replace("float sum = 0;", "float sum = zero;"));
        try (Device device = new CudaProvider().open(0, ALLOWED)) {
            assertThatExceptionOfType(DeviceCodeException.class)
                    .isThrownBy(() -> run(device, broken, PlanOptions.AUTO))
                    .withMessageContainingAll("broken.cu", "NVRTC 13.0", "reward.cu:7", "zero")
                    .satisfies(e -> assertThat(e.log()).contains("zero"));
            // The device is as it was.
            requireRewards(device, SOURCE, PlanOptions.AUTO);
        }
    }

    @Test
    void shouldRefuseARewardOfAnotherSignature() {
        DeviceCode other = new DeviceCode.Source(
                "other.cu", "__device__ double reward(const double* x, int channels) { return x[channels]; }");
        try (Device device = new CudaProvider().open(0, ALLOWED)) {
            assertThatExceptionOfType(DeviceCodeException.class)
                    .isThrownBy(() -> run(device, other, PlanOptions.AUTO))
                    .withMessageContainingAll("other.cu", "reward");
        }
    }

    @Test
    void shouldRefuseImagesThatTheDriverDoesNotTake() {
        DeviceCode junk = new DeviceCode.Binary("junk.cubin", new byte[100]);
        try (Device device = new CudaProvider().open(0, ALLOWED)) {
            assertThatExceptionOfType(DeviceCodeException.class)
                    .isThrownBy(() -> run(device, junk, PlanOptions.AUTO))
                    .withMessageContainingAll("junk.cubin", "score_by_code", "64 bytes", "INVALID_IMAGE");
            requireRewards(device, SOURCE, PlanOptions.AUTO);
        }
    }

    @Test
    void shouldLoseTheDeviceToARewardThatReadsOutOfBounds() {
        DeviceCode wild = new DeviceCode.Source(
                "wild.cu",
                "__device__ float reward(const float* x, int channels, int length, const float* parameters) {"
                        + " return x[4000]; }");
        Device device = new CudaProvider().open(0, ALLOWED);
        assertThatExceptionOfType(DeviceLostException.class)
                .isThrownBy(() -> run(device, wild, PlanOptions.AUTO))
                .withMessageContaining("ILLEGAL_ADDRESS");
        assertThatThrownBy(device::close).isInstanceOf(DeviceLostException.class);
    }

    @Test
    void shouldNotRunOnTheCpu() {
        try (Device device = Devices.open("cpu", ALLOWED)) {
            assertThatExceptionOfType(DeviceCodeException.class)
                    .isThrownBy(() -> run(device, SOURCE, PlanOptions.AUTO))
                    .withMessageContainingAll("CPU device", "absolute.cu", "cuda");
        }
    }

    @Test
    void shouldRefuseFilesThatAreNoCode() throws Exception {
        Path text = Files.writeString(directory.resolve("reward.txt"), ABSOLUTE);
        Path empty = Files.createFile(directory.resolve("empty.ptx"));
        for (Path file : new Path[] {text, empty, directory.resolve("missing.cu")}) {
            assertThatExceptionOfType(DeviceCodeException.class)
                    .isThrownBy(() -> DeviceCode.read(file))
                    .withMessageContaining(file.getFileName().toString());
        }
    }

    @Test
    void shouldFindTheTwinOfNvrtc() {
        assertThat(NvrtcLibrary.probe().problem()).isEmpty();
        assertThat(NvrtcLibrary.probe().version()).isEqualTo("13.0");
    }

    private static void requireRewards(Device device, DeviceCode code, PlanOptions options) {
        float[] samples = samples();
        float[] rewards = run(device, code, options);
        int width = CHANNELS * LENGTH;
        for (int row = 0; row < rewards.length; row++) {
            float weight = row < INDIVIDUALS ? 0.5f : -2;
            float bound = row < INDIVIDUALS ? 1 : 0.5f;
            double sum = 0;
            for (int i = 0; i < width; i++) {
                sum += weight * Math.abs(samples[row * width + i]);
            }
            double expected = samples[row * width] > bound ? Double.NaN : sum;
            assertThat((double) rewards[row]).as("row %d", row).satisfies(found -> {
                if (Double.isNaN(expected)) {
                    assertThat(found).isNaN();
                } else {
                    assertThat(found).isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-5));
                }
            });
        }
        assertThat(rewards).contains(Float.NaN);
    }

    private static float[] samples() {
        Random random = new Random(20260117);
        float[] samples = new float[SEARCHES * INDIVIDUALS * CHANNELS * LENGTH];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.nextGaussian();
        }
        return samples;
    }

    private static float[] run(Device device, DeviceCode code, PlanOptions options) {
        try (Buffer samples = device.allocate(ElementType.F32, SEARCHES, INDIVIDUALS, CHANNELS, LENGTH);
                Buffer parameters = device.allocate(ElementType.F32, SEARCHES, PARAMETERS);
                Buffer rewards = device.allocate(ElementType.F32, SEARCHES, INDIVIDUALS)) {
            samples.write(0, samples());
            parameters.write(0, new float[] {0.5f, 1, -2, 0.5f});
            Recorder recorder = new Recorder(SEARCHES, INDIVIDUALS);
            recorder.scoreByCode(recorder.rows(samples), CHANNELS, LENGTH, code, parameters, rewards);
            try (Program program = device.compile(recorder.finish(), options)) {
                program.run(1, 0);
            }
            return rewards.floats();
        }
    }
}
