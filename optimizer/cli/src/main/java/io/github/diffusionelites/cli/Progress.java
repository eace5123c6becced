package io.github.diffusionelites.cli;

import io.github.diffusionelites.run.RunObserver;
import io.github.diffusionelites.search.GenerationReport;
import io.github.diffusionelites.search.SearchReport;
import io.github.diffusionelites.search.Sense;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows how far a run is: one line that changes on a terminal, one line for each generation elsewhere. */
final class Progress implements RunObserver {

    private final LiveLine line;
    private final int generations;
    private final boolean usesSteps;
    private final Sense sense;
    private final long start = System.nanoTime();

    /**
     * Begins.
     *
     * @param live whether the line may change
     * @param generations of the whole run
     * @param usesSteps whether there is a network
     * @param sense which of several searches to show: the one whose best reward is the best
     */
    Progress(PrintWriter err, boolean live, int generations, boolean usesSteps, Sense sense) {
        this.line = new LiveLine(err, live);
        this.generations = generations;
        this.usesSteps = usesSteps;
        this.sense = sense;
    }

    @Override
    public void generation(GenerationReport report) {
        Comparator<SearchReport> byReward = Comparator.comparingDouble(search -> Double.isNaN(search.best())
                ? Double.NEGATIVE_INFINITY
                : sense == Sense.MAXIMIZE ? search.best() : -search.best());
        SearchReport best = report.searches().stream().max(byReward).orElseThrow();
        String figures = String.format(
                Locale.ROOT,
                "%sbest %s, elites %s, median %s%s%s",
                usesSteps ? report.steps() + (report.steps() == 1 ? " step, " : " steps, ") : "",
                shown(best.best()),
                shown(best.eliteMean()),
                shown(best.median()),
                best.nans() == 0 ? "" : ", " + best.nans() + " NaN",
                kept(report));
        double seconds = (System.nanoTime() - start) / 1e9;
        int done = report.generation() + 1;
        if (line.live()) {
            line.show(
                    done,
                    generations,
                    String.format(Locale.ROOT, "%d/%d  %s  %.0f s", done, generations, figures, seconds));
        } else {
            line.add(String.format(
                    Locale.ROOT,
                    "generation %d (%d of %d): %s, %.1f s",
                    report.generation(),
                    done,
                    generations,
                    figures,
                    seconds));
        }
    }

    /** Why proposals stay as they were, of all searches. */
    private static String kept(GenerationReport report) {
        return report.searches().stream()
                .map(SearchReport::outcome)
                .distinct()
                .sorted()
                .map(outcome -> switch (outcome) {
                    case REFITTED -> "";
                    case KEPT_NO_ELITES -> ", proposal kept: no elites";
                    case KEPT_EQUAL_REWARDS -> ", proposal kept: equal rewards";
                    case KEPT_NOT_FINITE -> ", proposal kept: refit not finite";
                })
                .collect(Collectors.joining());
    }

    @Override
    public void notice(String sentence) {
        line.notice(sentence);
    }

    /** Ends the changing line. */
    void end() {
        line.end();
    }

    /** Returns a reward with four significant digits. */
    static String shown(double reward) {
        return String.format(Locale.ROOT, "%.4g", reward);
    }
}
