package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.bench.suite.report.Figure;
import io.github.diffusionelites.bench.suite.report.Host;
import io.github.diffusionelites.bench.suite.report.Outcome;
import io.github.diffusionelites.bench.suite.report.Report;
import io.github.diffusionelites.bench.suite.report.Verdict;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a group has found so far; it can be written at any time, by any thread. */
final class Sheet {

    private final String name;
    private final Host host;
    private final Path directory;
    private final PrintWriter out;
    private final List<Figure> figures = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * Begins a sheet.
     *
     * @param name of the report
     * @param out told of every figure and verdict as it comes
     */
    Sheet(String name, Host host, Path directory, PrintWriter out) {
        this.name = name;
        this.host = host;
        this.directory = directory;
        this.out = out;
    }

    /** Adds a figure, in the place of an earlier one of the same group, name and shape. */
    synchronized void put(Measured measured) {
        Figure figure = measured.figure();
        int place = 0;
        while (place < figures.size() && !isSame(figures.get(place), figure)) {
            place++;
        }
        if (place < figures.size()) {
            figures.set(place, figure);
        } else {
            figures.add(figure);
        }
        out.printf(
                Locale.ROOT,
                "%s | %s | %s: %.5g %s, spread %.0f %%, %d samples%s%n",
                figure.group(),
                figure.name(),
                figure.shape(),
                figure.value(),
                figure.unit(),
                100 * figure.spread(),
                figure.samples(),
                beside(figure));
        out.flush();
    }

    synchronized void put(Verdict verdict) {
        verdicts.add(verdict);
        out.printf(Locale.ROOT, "%s %s: %s%n", verdict.outcome(), verdict.name(), verdict.detail());
        out.flush();
    }

    synchronized void note(String sentence) {
        notes.add(sentence);
    }

    synchronized List<Figure> figures() {
        return List.copyOf(figures);
    }

    synchronized List<Verdict> verdicts() {
        return List.copyOf(verdicts);
    }

    synchronized boolean failed() {
        return verdicts.stream().anyMatch(verdict -> verdict.outcome() == Outcome.FAILED);
    }

    /** Writes what there is; returns the Markdown file. */
    synchronized Path write() {
        return new Report(name, host, verdicts, figures, notes).write(directory);
    }

    private static boolean isSame(Figure one, Figure other) {
        return one.group().equals(other.group())
                && one.name().equals(other.name())
                && one.shape().equals(other.shape());
    }

    private static String beside(Figure figure) {
        StringBuilder text = new StringBuilder();
        figure.fractionOfFloor()
                .ifPresent(part -> text.append(String.format(Locale.ROOT, ", %.0f %% of the floor", 100 * part)));
        figure.ratioToPeer()
                .ifPresent(ratio -> text.append(String.format(Locale.ROOT, ", %.2f times %s", ratio, figure.peer())));
        figure.target().ifPresent(target -> text.append(figure.missesTarget() ? ", target missed" : ", target met"));
        return text.toString();
    }
}
