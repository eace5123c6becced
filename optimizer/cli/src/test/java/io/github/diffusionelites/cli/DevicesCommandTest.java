package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The doctor, with the emulated driver and its libraries in their places. */
class DevicesCommandTest {

    @TempDir
    private Path directory;

    @Test
    void shouldSayWhatWasFound() {
        CommandLineRun run = CommandLineRun.of("devices");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("cuda:0: Emulated GPU", "sm_90", "1.0 GiB")
                .containsPattern("    driver +.*libcuda.so.1, for CUDA 13.0\n")
                .containsPattern("    binding ffm +usable\n")
                .containsPattern("    binding jcuda +usable\n")
                .containsPattern("    cuBLAS by ffm +.*libcublas.so.12\n")
                .containsPattern("    cuBLAS by jcuda +.*libcublas.so.12\n")
                .containsPattern("    NVRTC +.*libnvrtc.so.13, version 13.0\n")
                .containsPattern("    kernels +(.*sm_90.*cuda:0 runs|missing[.] Install the CUDA toolkit)")
                .contains("auto chooses cpu.");
    }

    @Test
    void shouldSayHowToGetWhatIsMissing() throws Exception {
        CommandLineRun run = CommandLineProcess.shell(
                directory,
                "export JAVA_TOOL_OPTIONS='-Delites.cuda.driver.path=/nowhere/libcuda.so.1"
                        + " -Delites.cuda.cublas.path=/nowhere/blas -Delites.cuda.nvrtc.path=/nowhere/nvrtc'; \"$@\"",
                "devices");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("cuda: not available: The NVIDIA driver cannot be loaded: /nowhere/libcuda.so.1")
                .containsPattern("    driver +missing[.] Install the NVIDIA driver 525 .*/nowhere/libcuda.so.1")
                .containsPattern("    binding ffm +missing[.] Install the NVIDIA driver")
                .containsPattern("    cuBLAS by ffm +missing[.] Only jobs with products = .*/nowhere/blas")
                .containsPattern("    NVRTC +missing[.] Only rewards in CUDA C[+][+] need it.*/nowhere/nvrtc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffm", "jcuda"})
    void shouldTestEveryKernel(String binding) {
        CommandLineRun run = CommandLineRun.of("devices", "--self-test", "--device", "cuda", "--binding", binding);

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.err()).contains("binding " + binding);
        assertThat(run.out()).contains("All is well.").doesNotContain("WRONG", "skipped");
        for (String kernel : List.of("sample_full ", "convolve_bf16_128x128 ", "select_elites ", "score_by_code ")) {
            assertThat(run.out().lines()).anyMatch(line -> line.startsWith(kernel) && line.contains(" ok "));
        }
    }

    @Test
    void shouldTestTheOperationsOfTheCpu() {
        CommandLineRun run = CommandLineRun.of("devices", "--self-test", "--device", "cpu");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.startsWith("Convolve in bfloat16 ") && line.contains(" ok "))
                .anyMatch(line -> line.startsWith("ScoreByCode ") && line.contains("skipped"))
                .anyMatch(line -> line.equals("All is well."));
    }

    @Test
    void shouldFailWhereAKernelFails() throws Exception {
        CommandLineRun run = CommandLineProcess.shell(
                directory,
                "export ELITES_EMULATOR_FAIL=cuGraphLaunch:5:1 JAVA_TOOL_OPTIONS='-Delites.cuda.driver.path="
                        + System.getProperty("elites.cuda.driver.path") + "'; \"$@\"",
                "devices",
                "--self-test",
                "--device",
                "cuda");

        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(1);
        assertThat(run.out()).contains("WRONG", "cuGraphLaunch", "1 of ").doesNotContain("All is well");
    }

    @Test
    void shouldTakeADeviceOnlyToTestIt() {
        CommandLineRun run = CommandLineRun.of("devices", "--device", "cpu");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--self-test");
    }
}
