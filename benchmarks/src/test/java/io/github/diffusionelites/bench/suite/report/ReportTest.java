package io.github.diffusionelites.bench.suite.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports are read back as they were written, and say in Markdown what a person must not overlook. */
class ReportTest {

    private static final Host HOST = new Host(
            "suite check", "a GPU, sm_90", "580.1", "16 x a CPU", "1980 MHz", "2026-01-31T12:05:09Z", "a machine");
    private static final Figure TIME = new Figure(
            "kernels",
            "score",
            "1024 x 64",
            20,
            "us",
            0.05,
            50,
            OptionalDouble.of(15),
            OptionalDouble.of(50),
            "B0",
            OptionalDouble.of(18),
            "");
    private static final Figure RATE = new Figure(
            "sampling",
            "draw",
            "1 x 1",
            300,
            "GB/s",
            0,
            1,
            OptionalDouble.of(400),
            OptionalDouble.of(100),
            "B1",
            OptionalDouble.of(250),
            "cold");
    private static final Figure ALONE = new Figure(
            "sampling",
            "draw",
            "2 x 2",
            0.0123,
            "ms",
            0,
            1,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            "",
            OptionalDouble.empty(),
            "");

    @TempDir
    private Path directory;

    private static Report report(Verdict... verdicts) {
        return new Report("gpu-check", HOST, List.of(verdicts), List.of(TIME, RATE, ALONE), List.of("A note."));
    }

    @Test
    void shouldReadWhatItWrote() throws Exception {
        Report report = report(
                Verdict.passed("one", "all \"well\"", 1.5),
                Verdict.failed("two", "a | b\nc", 2),
                Verdict.skipped("three", "no nvcc"));
        Path markdown = report.write(directory.resolve("new"));
        assertThat(markdown).hasFileName("gpu-check-2026-01-31-120509.md").hasContent(report.markdown());
        Path json = directory.resolve("new/gpu-check-2026-01-31-120509.json");
        assertThat(Report.read(json)).isEqualTo(report);
        assertThat(Files.readString(json)).contains("\"best_peer\" : 50.0").contains("\"floor\" : null");
    }

    @Test
    void shouldReplaceTheFilesOfTheSameRunAndLeaveNothingElse() throws Exception {
        report().write(directory);
        report(Verdict.passed("one", "", 1)).write(directory);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(2);
        }
        assertThat(Report.read(directory.resolve("gpu-check-2026-01-31-120509.json"))
                        .verdicts())
                .hasSize(1);
    }

    @Test
    void shouldFailIfAnyCheckFailed() {
        assertThat(report(Verdict.passed("one", "", 1), Verdict.skipped("two", "none"))
                        .failed())
                .isFalse();
        assertThat(report(Verdict.passed("one", "", 1), Verdict.failed("two", "", 1))
                        .failed())
                .isTrue();
    }

    @Test
    void shouldListFailuresFirstInCellsOfOneLine() {
        assertThat(report(Verdict.passed("one", "", 1.26), Verdict.failed("two", "a | b\n  c", 2))
                        .markdown())
                .contains("1 passed, 1 failed, 0 skipped.")
                .containsSubsequence("| two | **failed** | 2.0 | a \\| b<br>c |", "| one | passed | 1.3 |  |")
                .contains("\nA note.\n");
    }

    @Test
    void shouldJudgeTimesAndRatesByTheirOwnSense() {
        assertThat(TIME.fractionOfFloor()).hasValue(0.75);
        assertThat(RATE.fractionOfFloor()).hasValue(0.75);
        assertThat(TIME.ratioToPeer()).hasValue(2.5);
        assertThat(RATE.ratioToPeer()).hasValue(3);
        assertThat(TIME.missesTarget()).isTrue();
        assertThat(RATE.missesTarget()).isFalse();
        assertThat(ALONE.fractionOfFloor()).isEmpty();
        assertThat(ALONE.missesTarget()).isFalse();
        assertThat(report().markdown())
                .contains(
                        "| score | 1024 x 64 | 20.00 | us | 5 % | 50 | 75 % | 50.00 B0 | 2.500 | 18.00 **missed** |  |")
                .contains("| draw | 2 x 2 | 0.012300 | ms | 0 % | 1 |  |  |  |  |  |");
    }

    @Test
    void shouldDescribeThisMachine() {
        Host host = Host.here("suite check", "a device", "a driver");
        assertThat(host.processor()).matches("[0-9]+ x .+");
        assertThat(host.date()).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z");
        assertThat(host.dateInNames()).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{6}");
        assertThat(host.clocks()).contains("clocks.sm");
    }
}
