package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {

    @TempDir
    private Path directory;

    @Test
    void shouldMeasureOnTheDeviceAsOftenAsAskedFor() throws IOException {
        Files.writeString(directory.resolve("job.toml"), RunCommandTest.JOB);

        CommandLineRun run = bench("rehearsed", "--device", "cpu", "--repetitions", 2, "--examples", directory);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines()).containsExactly("cpu 2");
    }

    @Test
    void shouldRefuseOptionsThatTheBenchmarkWouldNotHeed() {
        assertThat(refused("rehearsed", "--precision", "bfloat16")).contains("precisions of its own", "--precision");
        assertThat(refused("rehearsed", "--model", directory)).contains("no model of one's own", "--model");
        assertThat(refused("rehearsed", "--repetitions", 0)).contains("--repetitions is 0");
        assertThat(refused("unknown")).contains("\"unknown\"", "rehearsed: Nothing at all.");
    }

    @Test
    void shouldSayWhatToDoWithoutBenchmarks() {
        CommandLineRun run = WithoutServices.run("bench", "unicycle-quality");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("module benchmarks", "script elites");
    }

    private static String refused(Object... arguments) {
        CommandLineRun run = bench(arguments);
        assertThat(run.code()).isEqualTo(2);
        return run.err();
    }

    private static CommandLineRun bench(Object... arguments) {
        Object[] line = new Object[arguments.length + 1];
        line[0] = "bench";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        return CommandLineRun.of(line);
    }
}
