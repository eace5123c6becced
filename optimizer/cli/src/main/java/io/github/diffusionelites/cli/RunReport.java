package io.github.diffusionelites.cli;

import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.run.RunDirectory;
import io.github.diffusionelites.run.RunSummary;
import io.github.diffusionelites.search.Outcome;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints what a run found in a few lines. */
final class RunReport {

    private RunReport() {}

    /** Prints a summary. */
    static void print(PrintWriter out, RunSummary summary, RunDirectory directory) {
        Outcome best = summary.best();
        String search = summary.result().outcomes().size() > 1 ? "search " + best.id() + ", " : "";
        best.winner()
                .ifPresentOrElse(
                        winner -> out.printf(
                                Locale.ROOT,
                                "Best reward   %s (%sgeneration %d, individual %d)%n",
                                Progress.shown(winner.reward()),
                                search,
                                winner.generation(),
                                winner.individual()),
                        () -> out.println("Best reward   none"));
        if (!best.elites().isEmpty()) {
            out.printf(
                    Locale.ROOT,
                    "Elites' mean  %s (%d elites, at final fidelity)%n",
                    Progress.shown(RunSummary.eliteMean(best)),
                    best.elites().size());
        }
        out.printf(
                Locale.ROOT,
                "Evaluations   %d in %.1f s%s%n",
                summary.evaluations(),
                summary.nanoseconds() / 1e9,
                summary.interrupted() ? ", interrupted after " + summary.generations() + " generations" : "");
        HostRewardReport calls = summary.result().hostRewards();
        if (calls.failed() + calls.timedOut() > 0) {
            out.printf(
                    Locale.ROOT,
                    "No reward     for %d individuals that failed and %d that took too long, see %s%n",
                    calls.failed(),
                    calls.timedOut(),
                    RunDirectory.REWARD_LOG);
        }
        out.println("Files         " + directory.path());
        out.flush();
    }
}
