package io.github.diffusionelites.bench.suite.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the README says of GPUs: made from the newest report of each kind, so that it says no more than was measured, and
 * that nothing was where nothing was.
 */
public final class GpuSection {

    /** The line of the README behind which the section stands. */
    public static final String BEGIN = "<!-- Made from the reports in benchmarks/results. -->";

    /** The line of the README before which the section ends. */
    public static final String END = "<!-- To here. -->";

    private static final String NOTHING = """
        No figure of a GPU has been measured yet: the CUDA device has run on an emulated driver alone, which shows that its
        results are right there and its faults are handled, and nothing about speed.
        [benchmarks/results/README.md](benchmarks/results/README.md) lists what only a GPU can show,
        [benchmarks/README.md](benchmarks/README.md) how to find out with two commands.
        """;

    private static final String DATED = "-\\d{4}-\\d{2}-\\d{2}-\\d{6}\\.json";

    private GpuSection() {}

    /** A report and the file that it was read from. */
    private record Recorded(Path file, Report report) {

        String link() {
            String page = file.getFileName().toString().replaceAll("\\.json$", ".md");
            return "[" + report.name() + "](benchmarks/results/" + page + ")";
        }
    }

    /**
     * Returns the section.
     *
     * @param results directory with reports; those of an emulated device do not count
     * @throws UncheckedIOException if it cannot be read, or a report in it cannot
     */
    public static String of(Path results) {
        Collection<Recorded> newest = newest(results);
        if (newest.isEmpty()) {
            return NOTHING;
        }
        List<String> lines = new ArrayList<>();
        for (Recorded recorded : newest) {
            lines.add(summary(recorded));
        }
        List<Figure> compared = newest.stream()
                .flatMap(recorded -> recorded.report().figures().stream())
                .filter(figure -> figure.bestPeer().isPresent())
                .toList();
        if (!compared.isEmpty()) {
            lines.add("");
            lines.add("| what | shape | value | of its floor | best peer | times as fast as it |");
            lines.add("| --- | --- | --- | --- | --- | --- |");
            compared.forEach(figure -> lines.add(row(figure)));
        }
        return String.join("\n", lines) + "\n";
    }

    /** The newest of each name, by name; dates in names sort as they follow each other. */
    private static Collection<Recorded> newest(Path results) {
        TreeMap<String, Recorded> newest = new TreeMap<>();
        try (Stream<Path> files = Files.list(results)) {
            files.filter(file -> file.getFileName().toString().matches("gpu-.*" + DATED))
                    .sorted()
                    .map(file -> new Recorded(file, Report.read(file)))
                    .filter(recorded -> !recorded.report().host().device().contains("Emulated"))
                    .forEach(recorded -> newest.put(recorded.report().name(), recorded));
        } catch (IOException e) {
            throw new UncheckedIOException("The reports in " + results + " cannot be listed.", e);
        }
        return newest.values();
    }

    private static String summary(Recorded recorded) {
        Report report = recorded.report();
        long failed = count(report, Outcome.FAILED);
        String verdicts = report.verdicts().isEmpty()
                ? ""
                : " " + count(report, Outcome.PASSED) + " checks passed, " + failed + " failed, "
                        + count(report, Outcome.SKIPPED) + " could not be tried.";
        String missed = report.figures().stream().anyMatch(Figure::missesTarget)
                ? " "
                        + report.figures().stream().filter(Figure::missesTarget).count() + " of "
                        + report.figures().stream()
                                .filter(figure -> figure.target().isPresent())
                                .count()
                        + " targets were missed."
                : "";
        return "- " + recorded.link() + ", " + report.host().date() + ", "
                + report.host().device() + ", driver " + report.host().driver() + ":"
                + (report.figures().isEmpty() ? "" : " " + report.figures().size() + " figures.") + verdicts + missed;
    }

    private static long count(Report report, Outcome outcome) {
        return report.verdicts().stream()
                .filter(verdict -> verdict.outcome() == outcome)
                .count();
    }

    private static String row(Figure figure) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.4g %s | %s | %s, %.4g | %.2f |",
                figure.name(),
                figure.shape(),
                figure.value(),
                figure.unit(),
                percent(figure.fractionOfFloor()),
                figure.peer(),
                figure.bestPeer().orElseThrow(),
                figure.ratioToPeer().orElseThrow());
    }

    private static String percent(OptionalDouble value) {
        return value.isEmpty() ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * value.getAsDouble());
    }
}
