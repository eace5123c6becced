package io.github.diffusionelites.batch.report;

import io.github.diffusionelites.batch.ManifestSearch;
import io.github.diffusionelites.batch.SearchRecord;
import io.github.diffusionelites.batch.store.BestSamples;
import io.github.diffusionelites.search.Sense;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The finished searches of a job by their rewards. Where senses are mixed, those of the sense that most have are ranked,
 * as rewards of two senses cannot be compared.
 */
final class RankedSearches {

    private static final int LISTED = 20;
    private static final int PATHS = 24;
    /** More would not fit on a page; the tables of all searches have every one. */
    private static final int MOST_PARAMETERS = 8;

    private final BatchSnapshot snapshot;
    private final boolean mixed;
    /** The best first, those without a reward at the end. */
    private final List<SearchRecord> ranked;

    private RankedSearches(BatchSnapshot snapshot, boolean mixed, List<SearchRecord> ranked) {
        this.snapshot = snapshot;
        this.mixed = mixed;
        this.ranked = ranked;
    }

    static RankedSearches of(BatchSnapshot snapshot) {
        List<SearchRecord> all = List.copyOf(snapshot.finished());
        long maximised = all.stream()
                .filter(record -> sense(snapshot, record) == Sense.MAXIMIZE)
                .count();
        Sense most = 2 * maximised > all.size() ? Sense.MAXIMIZE : Sense.MINIMIZE;
        double sign = most == Sense.MAXIMIZE ? -1 : 1;
        List<SearchRecord> ranked = all.stream()
                .filter(record -> sense(snapshot, record) == most)
                // NaN is the largest of all doubles in this order, and so the worst.
                .sorted(Comparator.comparingDouble((SearchRecord record) -> sign * record.reward())
                        .thenComparingInt(SearchRecord::row))
                .toList();
        return new RankedSearches(snapshot, ranked.size() < all.size(), ranked);
    }

    private static Sense sense(BatchSnapshot snapshot, SearchRecord record) {
        return search(snapshot, record).instance().sense();
    }

    private static ManifestSearch search(BatchSnapshot snapshot, SearchRecord record) {
        return snapshot.manifest().searches().get(record.row());
    }

    int size() {
        return ranked.size();
    }

    /** Returns whether some finished searches are left out. */
    boolean mixed() {
        return mixed;
    }

    List<SearchRecord> ofOneSense() {
        return ranked;
    }

    /** Returns the median target; NaN if there is none. */
    double target() {
        double[] targets = ranked.stream()
                .mapToDouble(record -> search(snapshot, record).rules().target())
                .filter(target -> !Double.isNaN(target))
                .sorted()
                .toArray();
        return targets.length == 0 ? Double.NaN : targets[targets.length / 2];
    }

    /** Returns the names of the columns of {@link #best} and {@link #worst}. */
    List<String> head() {
        List<String> head = new ArrayList<>(
                List.of("row", "id", "seed", "reward", "target", "reason", "generations", "evaluations", "NaN"));
        List<String> names = snapshot.manifest().parameterNames();
        head.addAll(names.subList(0, Math.min(MOST_PARAMETERS, names.size())));
        return head;
    }

    List<List<String>> best() {
        return lines(ranked.subList(0, Math.min(LISTED, ranked.size())));
    }

    /** Returns the lines of the worst searches, the worst first. */
    List<List<String>> worst() {
        return lines(ranked.subList(Math.max(0, ranked.size() - LISTED), ranked.size())
                .reversed());
    }

    private List<List<String>> lines(List<SearchRecord> records) {
        return records.stream().map(this::line).toList();
    }

    private List<String> line(SearchRecord record) {
        ManifestSearch search = search(snapshot, record);
        List<String> line = new ArrayList<>(List.of(
                Integer.toString(record.row()),
                Integer.toString(record.id()),
                Long.toString(search.seed()),
                Amount.of(record.reward()),
                Amount.of(search.rules().target()),
                record.reason().name().toLowerCase(Locale.ROOT),
                Amount.of(record.generations()),
                Amount.of(record.evaluations()),
                Amount.of(record.nans())));
        float[] parameters = search.instance().rewardParameters();
        int names = snapshot.manifest().parameterNames().size();
        for (int p = 0; p < Math.min(MOST_PARAMETERS, names); p++) {
            line.add(p < parameters.length ? Float.toString(parameters[p]) : "");
        }
        return line;
    }

    /** Returns the best paths of searches from the best to the worst, evenly; those that are there. */
    List<PathsFigure.Entry> paths(BestSamples samples) {
        int count = Math.min(PATHS, ranked.size());
        return IntStream.range(0, count)
                .mapToObj(i -> ranked.get(count == 1 ? 0 : (int) ((long) i * (ranked.size() - 1) / (count - 1))))
                .flatMap(record -> samples
                        .read(record.row())
                        .map(path -> new PathsFigure.Entry(path, record.id() + ": " + Amount.of(record.reward())))
                        .stream())
                .toList();
    }
}
