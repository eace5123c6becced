package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.bench.suite.report.Host;
import io.github.diffusionelites.bench.suite.report.Report;
import io.github.diffusionelites.bench.suite.report.Verdict;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Verdicts as they come in: printed, and written each time, so that an end at any moment loses none. */
final class CheckReport {

    private static final String NAME = "gpu-check";

    private final Path results;
    private final PrintWriter out;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private Host host;
    private boolean closed;

    CheckReport(String command, Path results, PrintWriter out) {
        this.host = Host.here("suite " + command, "unknown", "unknown");
        this.results = results;
        this.out = out;
    }

    /** Returns the directory of this run's own files, beside its report. */
    Path work() {
        return results.resolve(NAME + "-" + host.dateInNames() + ".files");
    }

    /** Says on which device this is. */
    synchronized void on(String device, String driver) {
        host = new Host(host.command(), device, driver, host.processor(), host.clocks(), host.date(), host.java());
    }

    synchronized void note(String sentence) {
        notes.add(sentence);
        out.println(sentence);
    }

    synchronized void add(Verdict verdict) {
        if (closed) {
            return;
        }
        verdicts.add(verdict);
        out.printf(
                Locale.ROOT,
                "%-22s %-8s %6.1f s  %s%n",
                verdict.name(),
                verdict.outcome(),
                verdict.seconds(),
                verdict.detail().replace("\n", "\n    "));
        out.flush();
        report().write(results);
    }

    /** Names the checks that have no verdict yet as failed, and takes no other. */
    synchronized void close(List<Check> all, String reason) {
        if (closed) {
            return;
        }
        all.stream()
                .filter(check ->
                        verdicts.stream().noneMatch(verdict -> verdict.name().equals(check.name())))
                .forEach(check -> add(Verdict.failed(check.name(), reason, 0)));
        closed = true;
        report().write(results);
    }

    synchronized Report report() {
        return new Report(NAME, host, verdicts, List.of(), notes);
    }
}
