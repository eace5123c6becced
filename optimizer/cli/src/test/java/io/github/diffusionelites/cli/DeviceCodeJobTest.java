package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.run.job.JobFile;
import io.github.diffusionelites.run.job.RewardPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs whose reward is CUDA C++, compiled and run on the emulated driver. */
class DeviceCodeJobTest {

    private static final String CODE = """
        __device__ float reward(const float* x, int channels, int length, const float* parameters) {
            float sum = 0;
            for (int c = 0; c < channels; ++c) {
                float away = x[c * length + length - 1] - parameters[c];
                sum += away * away;
            }
            return sqrtf(sum);
        }
        """;
    private static final String JOB = RunCommandTest.JOB.replace(
            "term = \"goal_distance\"\ngoal = [0.4, 0.2]",
            "term = \"code\"\nfile = \"distance.cu\"\nparameters = [0.4, 0.2]");

    @TempDir
    private Path directory;

    private Path code;

    @BeforeEach
    void writeFiles() throws IOException {
        code = Files.writeString(directory.resolve("distance.cu"), CODE);
    }

    @Test
    void shouldSearchByTheReward() throws IOException {
        CommandLineRun run = run(JOB, "--device", "cuda", "--allow-device-code");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(((RewardPart.Code) JobFile.read(out().resolve("job.toml"))
                                .rewards()
                                .getFirst())
                        .file())
                .isEqualTo(code);
        String byCode = best(run);
        CommandLineRun builtIn = run(RunCommandTest.JOB, "--device", "cuda", "--overwrite");
        assertThat(byCode).isEqualTo(best(builtIn));
    }

    @Test
    void shouldNotRunCodeThatOnlyTheJobAllows() throws IOException {
        CommandLineRun run = run(JOB, "--device", "cuda");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("distance.cu", "not allowed", "--allow-device-code");
        assertThat(out()).doesNotExist();

        // No key of a job does it.
        CommandLineRun key = run(JOB + "allow_device_code = true\n", "--device", "cuda");
        assertThat(key.code()).isEqualTo(2);
        assertThat(key.err()).contains("\"allow_device_code\"", "unknown");
    }

    @Test
    void shouldShowWhatTheCompilerSays() throws IOException {
        Files.writeString(code, CODE.replace("float sum = 0;", "float sum = 0"));

        CommandLineRun run = run(JOB, "--device", "cuda", "--allow-device-code");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("distance.cu", "reward.cu:", "error").doesNotContain("\tat ");
        assertThat(out()).doesNotExist();
    }

    @Test
    void shouldSayThatTheCpuCannotRunIt() throws IOException {
        CommandLineRun run = run(JOB, "--allow-device-code");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("The CPU device cannot run the reward", "ask for the device cuda");
    }

    @Test
    void shouldNotGoOnWithAnotherReward() throws IOException {
        assertThat(run(JOB, "--device", "cuda", "--allow-device-code").code()).isZero();
        String longer = JOB.replace("generations = 3", "generations = 4");
        Files.writeString(code, CODE.replace("sqrtf(sum)", "sum"));

        CommandLineRun changed = run(longer, "--device", "cuda", "--allow-device-code", "--resume");
        assertThat(changed.code()).isEqualTo(2);
        assertThat(changed.err()).contains("sha256");

        Files.writeString(code, CODE);
        CommandLineRun same = run(longer, "--device", "cuda", "--allow-device-code", "--resume");
        assertThat(same.code()).as(same.err()).isZero();
    }

    @Test
    void shouldRefuseJobsWhoseCodeMakesNoSense() throws IOException {
        for (String[] mistake : new String[][] {
            {"distance.cu", "missing.cu", "not a file"},
            {"distance.cu", "goal.toml", ".cubin"},
            {"file = \"distance.cu\"\n", "", "is missing"},
            {"[[reward]]", "[[reward]]\nterm = \"path_length\"\n[[reward]]", "the only [[reward]]"},
            {"[[reward]]", "[[reward]]\nweight = 2", "unknown"},
            {"[[reward]]", "[[reward]]\nsha256 = \"00\"", "another one than then"}
        }) {
            CommandLineRun run = run(JOB.replace(mistake[0], mistake[1]), "--device", "cuda", "--allow-device-code");
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains(mistake[2]);
        }
    }

    private static String best(CommandLineRun run) {
        return run.out()
                .lines()
                .filter(line -> line.startsWith("Best reward"))
                .findFirst()
                .orElseThrow();
    }

    private Path out() {
        return directory.resolve("out");
    }

    private CommandLineRun run(String job, Object... options) throws IOException {
        return CommandLineRun.ofJob(directory, job, options);
    }
}
