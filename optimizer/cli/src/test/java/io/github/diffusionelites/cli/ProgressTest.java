package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.RefitOutcome;
import io.github.diffusionelites.device.StageTimes;
import io.github.diffusionelites.search.GenerationReport;
import io.github.diffusionelites.search.SearchReport;
import io.github.diffusionelites.search.Sense;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final StringWriter text = new StringWriter();

    @Test
    void shouldWriteALineForEachGeneration() {
        Progress progress = new Progress(new PrintWriter(text), false, 10, true, Sense.MINIMIZE);
        progress.generation(report(4, 0.25));
        progress.end();

        assertThat(text.toString())
                .startsWith("generation 4 (5 of 10): 20 steps, best 0.2500, elites 2.000, median 3.000, 1 NaN, ")
                .endsWith(" s" + System.lineSeparator());
    }

    @Test
    void shouldRewriteOneLineOnATerminal() {
        Progress progress = new Progress(new PrintWriter(text), true, 10, false, Sense.MINIMIZE);
        progress.generation(report(4, 0.25));
        progress.generation(report(9, 0.125));
        assertThat(text.toString())
                .contains("\r")
                .doesNotContain("\n")
                .doesNotContain("steps")
                .contains("[##########----------] 5/10", "[####################] 10/10");
        progress.end();
        progress.end();

        assertThat(text.toString().lines()).hasSize(3);
        assertThat(text.toString()).endsWith(System.lineSeparator());
    }

    @Test
    void shouldShowTheSearchWhoseBestIsBest() {
        new Progress(new PrintWriter(text), false, 10, true, Sense.MAXIMIZE).generation(report(0, Double.NaN, 1, 7, 5));

        assertThat(text.toString()).contains("best 7.000");
    }

    private static GenerationReport report(int generation, double... bests) {
        List<SearchReport> searches = Arrays.stream(bests)
                .mapToObj(best ->
                        new SearchReport(0, best, 0, 0, 2, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 1, 5, RefitOutcome.REFITTED))
                .toList();
        return new GenerationReport(generation, 20, 100, new StageTimes(1, 0, 1), searches);
    }

    @Test
    void shouldEscapeWhatATerminalWouldObeyInANotice() {
        new Progress(new PrintWriter(text), true, 10, true, Sense.MINIMIZE).notice("The run in a\u001b[2J went on.");

        assertThat(text.toString()).isEqualTo("elites: The run in a\\u001b[2J went on." + System.lineSeparator());
    }
}
