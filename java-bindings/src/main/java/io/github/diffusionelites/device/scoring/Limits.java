package io.github.diffusionelites.device.scoring;

import io.github.diffusionelites.device.HostRewardException;
import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.device.HostRewardSettings;

/**
 * How much may go wrong in a run.
 *
 * @param settings of the reward
 * @param rows individuals of all searches
 */
record Limits(HostRewardSettings settings, long rows) {

    boolean lostTooMany(Tally tally) {
        return (tally.lost() > 0 && settings.failFast()) || tally.lost() > settings.mostFailed() * rows;
    }

    boolean abandonedTooMany(int threads) {
        return threads > settings.mostAbandoned();
    }

    HostRewardException lost(Tally tally) {
        HostRewardReport report = tally.report();
        String allowed =
                settings.failFast() ? "none may" : "a share of more than " + settings.mostFailed() + " may not";
        String cause = report.firstFailure() == null ? "nothing was thrown" : "it threw " + report.firstFailure();
        return new HostRewardException(
                "The reward failed for " + report.failed() + " and timed out for " + report.timedOut() + " of " + rows
                        + " individuals of a generation, where " + allowed + "; " + cause
                        + "; mend it, or allow more failures, retries or time.",
                report);
    }

    HostRewardException abandoned(int threads, Tally tally) {
        return new HostRewardException(
                "The reward does not return: " + threads + " of its threads were given up and still run, and at most "
                        + settings.mostAbandoned()
                        + " may; make it heed interrupts, or allow it more than a time-out of "
                        + settings.timeout() + " and a grace period of " + settings.grace() + ".",
                tally.report());
    }
}
