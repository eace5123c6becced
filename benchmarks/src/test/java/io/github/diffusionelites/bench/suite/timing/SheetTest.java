package io.github.diffusionelites.bench.suite.timing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.bench.suite.report.Figure;
import io.github.diffusionelites.bench.suite.report.Host;
import io.github.diffusionelites.bench.suite.report.Report;
import io.github.diffusionelites.bench.suite.report.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sheet can be written whenever it must be, and says at once what comes onto it. */
class SheetTest {

    private static final Host HOST =
            new Host("time", "a GPU", "580", "a CPU", "1980 MHz", "2026-01-31T12:05:09Z", "a machine");

    @TempDir
    private Path directory;

    private final StringWriter said = new StringWriter();
    private Sheet sheet;

    @BeforeEach
    void begin() {
        sheet = new Sheet("gpu-time-small", HOST, directory, new PrintWriter(said));
    }

    private static Measured generation(double milliseconds) {
        return Measured.of("small", "generation", "W1", Samples.of(milliseconds), "ms");
    }

    private Report written() {
        Path markdown = sheet.write();
        return Report.read(
                markdown.resolveSibling(markdown.getFileName().toString().replace(".md", ".json")));
    }

    @Test
    void shouldBeWrittenAgainAndAgain() {
        sheet.put(generation(2));
        assertThat(written().figures()).hasSize(1);
        sheet.put(Measured.of("small", "decode", "W1", Samples.of(1), "ms"));
        sheet.put(Verdict.skipped("small: peer B4", "There is no JAX."));
        sheet.note("It was interrupted.");
        assertThat(written().figures()).extracting(Figure::name).containsExactly("generation", "decode");
        assertThat(written().verdicts()).hasSize(1);
        assertThat(written().notes()).containsExactly("It was interrupted.");
        assertThat(sheet.failed()).isFalse();
    }

    @Test
    void shouldReplaceAFigureThatIsKnownBetter() {
        sheet.put(generation(2));
        sheet.put(generation(2).peer(5, "B3").target(2.5).floor(0.5));
        assertThat(sheet.figures()).singleElement().satisfies(figure -> {
            assertThat(figure.ratioToPeer()).hasValue(2.5);
            assertThat(figure.fractionOfFloor()).hasValue(0.25);
            assertThat(figure.missesTarget()).isFalse();
        });
        assertThat(said.toString()).contains("2.50 times B3", "25 % of the floor", "target met");
    }

    @Test
    void shouldKnowNoFloorThatIsNotThere() {
        sheet.put(generation(2).floor(0).target(Double.NaN).peer(Double.POSITIVE_INFINITY, "B0"));
        assertThat(sheet.figures()).singleElement().satisfies(figure -> {
            assertThat(figure.floor()).isEmpty();
            assertThat(figure.target()).isEmpty();
            assertThat(figure.bestPeer()).isEmpty();
        });
    }

    @Test
    void shouldKnowThatSomethingFailed() {
        sheet.put(Verdict.failed("small: clocks", "They dropped.", 1));
        assertThat(sheet.failed()).isTrue();
    }
}
