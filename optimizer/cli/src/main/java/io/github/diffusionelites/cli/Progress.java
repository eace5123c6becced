package io.github.diffusionelites.cli;

import io.github.diffusionelites.model.Quoted;
import io.github.diffusionelites.run.RunObserver;
import io.github.diffusionelites.search.GenerationReport;
import io.github.diffusionelites.search.SearchReport;
import io.github.diffusionelites.search.Sense;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Locale;

/** Shows how far a run is: one line that changes on a terminal, one line for each generation elsewhere. */
final class Progress implements RunObserver {

    private static final int BAR = 20;

    private final PrintWriter err;
    private final boolean live;
    private final int generations;
    private final boolean usesSteps;
    private final Sense sense;
    private final long start = System.nanoTime();
    private boolean open;

    /**
     * Begins.
     *
     * @param live whether the line may change
     * @param generations of the whole run
     * @param usesSteps whether there is a network
     * @param sense which of several searches to show: the one whose best reward is the best
     */
    Progress(PrintWriter err, boolean live, int generations, boolean usesSteps, Sense sense) {
        this.err = err;
        this.live = live;
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
                "%sbest %s, elites %s, median %s%s",
                usesSteps ? report.steps() + (report.steps() == 1 ? " step, " : " steps, ") : "",
                shown(best.best()),
                shown(best.eliteMean()),
                shown(best.median()),
                best.nans() == 0 ? "" : ", " + best.nans() + " NaN");
        double seconds = (System.nanoTime() - start) / 1e9;
        if (live) {
            int done = report.generation() + 1;
            int filled = (int) ((long) BAR * done / generations);
            err.printf(
                    Locale.ROOT,
                    "\r\u001b[K[%s%s] %d/%d  %s  %.0f s",
                    "#".repeat(filled),
                    "-".repeat(BAR - filled),
                    done,
                    generations,
                    figures,
                    seconds);
            open = true;
        } else {
            err.printf(
                    Locale.ROOT,
                    "generation %d (%d of %d): %s, %.1f s%n",
                    report.generation(),
                    report.generation() + 1,
                    generations,
                    figures,
                    seconds);
        }
        err.flush();
    }

    /** Shows a sentence on a line of its own. */
    @Override
    public void notice(String sentence) {
        end();
        err.println("elites: " + Quoted.escaped(sentence));
        err.flush();
    }

    /** Ends the changing line. */
    void end() {
        if (open) {
            err.println();
            err.flush();
            open = false;
        }
    }

    /** Returns a reward with four significant digits. */
    static String shown(double reward) {
        return String.format(Locale.ROOT, "%.4g", reward);
    }
}
