package io.github.diffusionelites.batch.report;

import io.github.diffusionelites.batch.SearchRecord;
import io.github.diffusionelites.batch.store.BatchFiles;
import io.github.diffusionelites.batch.store.BestSamples;
import io.github.diffusionelites.batch.store.JournalNotice;
import io.github.diffusionelites.batch.table.ParquetFormat;
import io.github.diffusionelites.batch.table.SearchTable;
import io.github.diffusionelites.run.AtomicFile;
import io.github.diffusionelites.run.job.FileProblem;
import io.github.diffusionelites.search.StopReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * A page that says how a job of many searches went, finished or not. It is one file, needs no network and runs no
 * script.
 */
public final class BatchReport {

    private static final int MOST_NOTICES = 200;

    private final BatchSnapshot snapshot;
    private final RankedSearches ranked;
    private final HtmlPage page;

    private BatchReport(BatchSnapshot snapshot) {
        this.snapshot = snapshot;
        this.ranked = RankedSearches.of(snapshot);
        this.page = new HtmlPage("Batch " + name(snapshot.files().directory()));
    }

    private static String name(Path directory) {
        Path name = directory.toAbsolutePath().normalize().getFileName();
        return name == null ? "" : name.toString();
    }

    /**
     * Writes the tables and the page into the directory of a job; each is replaced at once, so that nobody reads half of
     * one. A program that cannot write Parquet (see {@link ParquetFormat}) leaves no such table, not even a former one.
     *
     * @return the files
     * @throws UncheckedIOException if that fails
     */
    public static List<Path> writeAll(BatchSnapshot snapshot) {
        BatchFiles files = snapshot.files();
        SearchTable table =
                new SearchTable(snapshot.manifest(), snapshot.journal().records());
        List<Path> written = new ArrayList<>();
        table.writeCsv(files.csv());
        written.add(files.csv());
        Optional<ParquetFormat> parquet = ParquetFormat.find();
        if (parquet.isPresent()) {
            table.writeParquet(parquet.get(), files.parquet());
            written.add(files.parquet());
        } else {
            delete(files.parquet());
        }
        write(snapshot, files.report());
        written.add(files.report());
        return written;
    }

    /** What it says may be older than the other files. */
    private static void delete(Path former) {
        try {
            Files.deleteIfExists(former);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    former + ", a table from before, cannot be deleted (" + FileProblem.of(e)
                            + "); check the rights of the directory.",
                    e);
        }
    }

    /**
     * Writes the page.
     *
     * @param file that is replaced
     * @throws java.io.UncheckedIOException if that fails
     */
    public static void write(BatchSnapshot snapshot, Path file) {
        AtomicFile.write(file, html(snapshot).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the page. */
    static String html(BatchSnapshot snapshot) {
        return new BatchReport(snapshot).html();
    }

    private String html() {
        headline();
        figures();
        samples();
        notices();
        tables();
        if (!snapshot.jobText().isEmpty()) {
            page.element("h2", "Job").preformatted(snapshot.jobText());
        }
        return page.document();
    }

    private void headline() {
        int finished = snapshot.finished().size();
        page.open("div class=\"cards\"").card("searches", Amount.of(snapshot.searches()));
        page.card("finished", Amount.of(finished));
        if (snapshot.withTarget() > 0) {
            page.card("reached their target", Amount.of(snapshot.reached()));
            page.card("did not", Amount.of(snapshot.withTarget() - snapshot.reached()));
        }
        page.card("evaluations", Amount.of(sum(SearchRecord::evaluations)));
        long nans = sum(SearchRecord::nans);
        if (nans > 0) {
            page.card("rewards that were NaN", Amount.of(nans));
        }
        if (!snapshot.metrics().isEmpty()) {
            WorkTime time = WorkTime.of(snapshot.metrics());
            page.card("at work", Amount.ofSeconds(time.seconds()));
            page.card("of the device", Amount.ofSeconds(time.deviceSeconds()));
            if (time.seconds() > 0) {
                page.card("evaluations a second", Amount.of(time.evaluations() / time.seconds()));
            }
        }
        page.close("div");
        if (finished < snapshot.searches()) {
            page.element(
                    "p class=\"note\"",
                    Amount.of(snapshot.searches() - finished) + " searches are not finished; "
                            + (snapshot.running()
                                    ? "a process works on them."
                                    : "no process works on them, and elites batch --resume goes on."));
        }
        snapshot.journal()
                .damage()
                .filter(damage -> !(damage.torn() && snapshot.running()))
                .ifPresent(damage -> page.element(
                        "p class=\"note\"", damage.sentence(snapshot.files().journal())));
    }

    private long sum(ToLongFunction<SearchRecord> figure) {
        return snapshot.finished().stream().mapToLong(figure).sum();
    }

    private void figures() {
        List<SearchRecord> finished = List.copyOf(snapshot.finished());
        page.open("div class=\"figures\"");
        if (!finished.isEmpty()) {
            double[] rewards =
                    finished.stream().mapToDouble(SearchRecord::reward).toArray();
            double target = ranked.target();
            page.figure(
                    "Final rewards",
                    "of the best at final fidelity" + (Double.isNaN(target) ? "" : ", and the median target"),
                    HistogramFigure.draw("Final rewards", "reward", rewards, target, "target"));
            page.figure(
                    "Convergence",
                    "median and 10 % to 90 % of "
                            + Amount.of(ranked.ofOneSense().size())
                            + " searches; those that ended keep their last"
                            + (ranked.mixed() ? "; those of the other sense are left out" : ""),
                    ConvergenceFigure.draw(ranked.ofOneSense(), target));
            page.figure(
                    "Generations",
                    "that were run",
                    HistogramFigure.draw(
                            "Generations",
                            "generations",
                            finished.stream()
                                    .mapToInt(SearchRecord::generations)
                                    .toArray()));
        }
        if (!snapshot.metrics().isEmpty()) {
            page.figure(
                    "Throughput",
                    "over the time of the job",
                    ThroughputFigure.draw(
                            "Throughput",
                            "evaluations a second",
                            snapshot.metrics(),
                            BatchMetrics::evaluationsPerSecond));
            page.figure(
                    "Progress",
                    "searches that are finished",
                    ThroughputFigure.draw("Progress", "searches", snapshot.metrics(), BatchMetrics::done));
        }
        page.close("div");
        if (!finished.isEmpty()) {
            Map<StopReason, Long> reasons = finished.stream()
                    .collect(Collectors.groupingBy(SearchRecord::reason, TreeMap::new, Collectors.counting()));
            page.element("h2", "Why searches ended")
                    .table(
                            List.of("reason", "searches", "share"),
                            reasons.entrySet().stream()
                                    .map(entry -> List.of(
                                            entry.getKey().name().toLowerCase(Locale.ROOT),
                                            Amount.of(entry.getValue()),
                                            String.format(
                                                    Locale.ROOT,
                                                    "%.1f %%",
                                                    100.0 * entry.getValue() / finished.size())))
                                    .toList());
        }
    }

    private void samples() {
        List<PathsFigure.Entry> entries = BestSamples.open(snapshot.files().directory(), snapshot.searches())
                .filter(samples -> samples.channels() == 2 && samples.length() >= 3)
                .map(samples -> ranked.paths(samples))
                .orElse(List.of());
        if (!entries.isEmpty()) {
            page.element("h2", "Best paths")
                    .element("p class=\"note\"", "Of searches from the best to the worst, evenly; id and reward below.")
                    .open("div class=\"scroll\"")
                    .picture(PathsFigure.draw(entries))
                    .close("div");
        }
    }

    private void notices() {
        List<JournalNotice> notices = snapshot.journal().notices();
        if (!notices.isEmpty()) {
            List<JournalNotice> shown = notices.subList(Math.max(0, notices.size() - MOST_NOTICES), notices.size());
            page.element("h2", "Notices");
            if (shown.size() < notices.size()) {
                page.element("p class=\"note\"", "The last " + shown.size() + " of " + notices.size() + ".");
            }
            page.open("ul");
            shown.forEach(notice -> page.element("li", notice.time() + " " + notice.text()));
            page.close("ul");
        }
    }

    private void tables() {
        if (ranked.size() > 0) {
            page.element("h2", "Best searches").table(ranked.head(), ranked.best());
            page.element("h2", "Worst searches").table(ranked.head(), ranked.worst());
        }
    }
}
