package io.github.diffusionelites.bench.suite.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.bench.suite.Suite;
import io.github.diffusionelites.bench.suite.report.Outcome;
import io.github.diffusionelites.bench.suite.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that is ended early leaves a whole report, which says what it did not come to. */
class CheckInterruptionTest {

    private static final int TERMINATED = 143;

    @TempDir
    private Path results;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldReportWhatItHadWhenItIsEnded() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Delites.native.path=" + System.getProperty("elites.native.path"),
                        "-Delites.cuda.driver.path=" + System.getProperty("elites.native.path")
                                + "/../cuda-emulator/libcuda.so.1",
                        "-Delites.root=" + System.getProperty("elites.root"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Suite.class.getName(),
                        "check",
                        "--only",
                        "conformance-ffm",
                        "--out",
                        results.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        // The first check has ended, all cases on the emulated driver would take minutes.
        while (json() == null) {
            assertThat(process.isAlive()).isTrue();
            Thread.sleep(100);
        }
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(TERMINATED);

        Report report = Report.read(json());
        assertThat(report.notes()).anyMatch(note -> note.contains("interrupted"));
        assertThat(report.verdicts()).hasSize(2);
        assertThat(report.verdicts().getFirst().outcome()).isEqualTo(Outcome.PASSED);
        assertThat(report.verdicts().getLast().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.verdicts().getLast().detail()).contains("interrupted");
    }

    private Path json() throws Exception {
        try (Stream<Path> files = Files.list(results)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .findFirst()
                    .orElse(null);
        }
    }
}
