package io.github.diffusionelites.bench.suite.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A report as Markdown: host, verdicts with the failures first, a table for each group of figures. */
final class ReportMarkdown {

    private static final String ABSENT = "";

    private final StringBuilder text = new StringBuilder();

    private ReportMarkdown() {}

    static String of(Report report) {
        ReportMarkdown markdown = new ReportMarkdown();
        markdown.head(report);
        if (!report.verdicts().isEmpty()) {
            markdown.verdicts(report.verdicts());
        }
        Map<String, List<Figure>> groups = report.figures().stream()
                .collect(Collectors.groupingBy(Figure::group, LinkedHashMap::new, Collectors.toList()));
        groups.forEach(markdown::figures);
        return markdown.text.toString();
    }

    private void head(Report report) {
        Host host = report.host();
        line("# " + report.name() + ", " + host.date());
        line("");
        line("| | |");
        line("| --- | --- |");
        line("| command | `" + cell(host.command()) + "` |");
        line("| device | " + cell(host.device()) + " |");
        line("| driver | " + cell(host.driver()) + " |");
        line("| clocks | " + cell(host.clocks()) + " |");
        line("| processor | " + cell(host.processor()) + " |");
        line("| Java | " + cell(host.java()) + " |");
        report.notes().forEach(note -> line("\n" + note));
    }

    private void verdicts(List<Verdict> verdicts) {
        line("");
        line("## Checks");
        line("");
        line("%d passed, %d failed, %d skipped."
                .formatted(
                        count(verdicts, Outcome.PASSED),
                        count(verdicts, Outcome.FAILED),
                        count(verdicts, Outcome.SKIPPED)));
        line("");
        line("| check | outcome | seconds | what was seen |");
        line("| --- | --- | --- | --- |");
        for (Outcome outcome : List.of(Outcome.FAILED, Outcome.PASSED, Outcome.SKIPPED)) {
            verdicts.stream()
                    .filter(verdict -> verdict.outcome() == outcome)
                    .forEach(verdict -> line(String.format(
                            Locale.ROOT,
                            "| %s | %s | %.1f | %s |",
                            cell(verdict.name()),
                            emphasised(outcome),
                            verdict.seconds(),
                            cell(verdict.detail()))));
        }
    }

    private static String emphasised(Outcome outcome) {
        return outcome == Outcome.FAILED ? "**failed**" : outcome.toString();
    }

    private static long count(List<Verdict> verdicts, Outcome outcome) {
        return verdicts.stream().filter(verdict -> verdict.outcome() == outcome).count();
    }

    private void figures(String group, List<Figure> figures) {
        line("");
        line("## " + group);
        line("");
        line("| what | shape | value | unit | spread | samples | of its floor | best peer | times as fast as it |"
                + " target | note |");
        line("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        for (Figure figure : figures) {
            line("| %s | %s | %s | %s | %s | %d | %s | %s | %s | %s | %s |"
                    .formatted(
                            cell(figure.name()),
                            cell(figure.shape()),
                            number(figure.value()),
                            cell(figure.unit()),
                            percent(OptionalDouble.of(figure.spread())),
                            figure.samples(),
                            percent(figure.fractionOfFloor()),
                            figure.bestPeer().isEmpty()
                                    ? ABSENT
                                    : number(figure.bestPeer().getAsDouble()) + " " + cell(figure.peer()),
                            number(figure.ratioToPeer()),
                            target(figure),
                            cell(figure.note())));
        }
    }

    private static String target(Figure figure) {
        return number(figure.target()) + (figure.missesTarget() ? " **missed**" : "");
    }

    private static String percent(OptionalDouble value) {
        return value.isEmpty() ? ABSENT : String.format(Locale.ROOT, "%.0f %%", 100 * value.getAsDouble());
    }

    private static String number(OptionalDouble value) {
        return value.isEmpty() ? ABSENT : number(value.getAsDouble());
    }

    /** Four digits that count, more before the point. */
    private static String number(double value) {
        double magnitude = Math.abs(value);
        int decimals = magnitude >= 1000 ? 0 : magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : magnitude >= 0.1 ? 3 : 6;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** What a cell of a table may hold: no bar, and no line's end. */
    private static String cell(String content) {
        return content.replace("|", "\\|").replaceAll("\\s*\\R\\s*", "<br>");
    }

    private void line(String content) {
        text.append(content).append('\n');
    }
}
