package io.github.diffusionelites.bench.suite.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's section on GPUs is what the recorded reports give. {@code -Delites.gpu-section=replace} writes it there
 * anew.
 */
class GpuSectionTest {

    private static final Path ROOT = Path.of(System.getProperty("elites.root"));
    private static final Path RESULTS = ROOT.resolve("benchmarks/results");

    @TempDir
    private Path directory;

    @Test
    void shouldStandInTheReadme() throws Exception {
        Path file = ROOT.resolve("README.md");
        String readme = Files.readString(file);
        int begin = readme.indexOf(GpuSection.BEGIN) + GpuSection.BEGIN.length();
        int end = readme.indexOf(GpuSection.END);
        assertThat(begin).isBetween(GpuSection.BEGIN.length(), end);
        String section = "\n\n" + GpuSection.of(RESULTS) + "\n";
        if (System.getProperty("elites.gpu-section", "check").equals("replace")) {
            Files.writeString(file, readme.substring(0, begin) + section + readme.substring(end));
            return;
        }
        assertThat(readme.substring(begin, end)).isEqualTo(section);
    }

    @Test
    void shouldSayThatNothingWasMeasured() {
        report("gpu-check", "2026-01-01T00:00:00Z", "Emulated GPU", List.of(), List.of(Verdict.passed("a", "", 1)));
        assertThat(GpuSection.of(directory)).startsWith("No figure of a GPU has been measured yet");
    }

    @Test
    void shouldTakeTheNewestReportOfEachKind() {
        Verdict passed = Verdict.passed("a", "", 1);
        Verdict failed = Verdict.failed("b", "", 1);
        report("gpu-check", "2026-01-02T00:00:00Z", "H200", List.of(), List.of(passed, failed));
        report("gpu-check", "2026-02-01T00:00:00Z", "H200", List.of(), List.of(passed, passed));
        report("gpu-time-small", "2026-01-30T10:20:30Z", "H200", List.of(figure(2, 4), figure(8, 4)), List.of());
        assertThat(GpuSection.of(directory)).isEqualTo("""
            - [gpu-check](benchmarks/results/gpu-check-2026-02-01-000000.md), 2026-02-01T00:00:00Z, H200, driver 580: 2 checks passed, 0 failed, 0 could not be tried.
            - [gpu-time-small](benchmarks/results/gpu-time-small-2026-01-30-102030.md), 2026-01-30T10:20:30Z, H200, driver 580: 2 figures. 1 of 2 targets were missed.

            | what | shape | value | of its floor | best peer | times as fast as it |
            | --- | --- | --- | --- | --- | --- |
            | W1 | 1024 x 64 | 2.000 ms | 50 % | B3, 4.000 | 2.00 |
            | W1 | 1024 x 64 | 8.000 ms | 13 % | B3, 4.000 | 0.50 |
            """);
    }

    private static Figure figure(double value, double peer) {
        return new Figure(
                "small",
                "W1",
                "1024 x 64",
                value,
                "ms",
                0.1,
                50,
                OptionalDouble.of(1),
                OptionalDouble.of(peer),
                "B3",
                OptionalDouble.of(3),
                "");
    }

    private void report(String name, String date, String device, List<Figure> figures, List<Verdict> verdicts) {
        Host host = new Host("suite", device, "580", "a processor", "clocks", date, "a machine");
        new Report(name, host, verdicts, figures, List.of()).write(directory);
    }
}
