package io.github.diffusionelites.cli;

import io.github.diffusionelites.batch.BatchObserver;
import io.github.diffusionelites.batch.BatchProgress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** Shows how far a job is: one line that changes on a terminal, a line every ten seconds elsewhere. */
final class BatchLine implements BatchObserver {

    private static final long LIVE_NANOS = 200_000_000L;
    private static final long PLAIN_NANOS = 10_000_000_000L;

    private final LiveLine line;
    private final boolean targets;
    private final LongSupplier clock;
    private long shown;

    /**
     * Begins.
     *
     * @param live whether the line may change
     * @param targets whether searches have one
     * @param clock of nanoseconds
     */
    BatchLine(PrintWriter err, boolean live, boolean targets, LongSupplier clock) {
        this.line = new LiveLine(err, live);
        this.targets = targets;
        this.clock = clock;
        this.shown = clock.getAsLong();
    }

    @Override
    public void progress(BatchProgress progress) {
        long now = clock.getAsLong();
        boolean last = progress.finished() == progress.searches();
        if (now - shown < (line.live() ? LIVE_NANOS : PLAIN_NANOS) && !last) {
            return;
        }
        shown = now;
        if (line.live()) {
            line.show(progress.finished(), progress.searches(), described(progress));
        } else {
            line.add(described(progress));
        }
    }

    private String described(BatchProgress progress) {
        return String.format(
                Locale.ROOT,
                "%d/%d searches%s, %d running, %s evaluations/s, device %.0f %%%s",
                progress.finished(),
                progress.searches(),
                targets ? ", " + progress.reached() + " reached" : "",
                progress.running(),
                count(progress.evaluationsPerSecond()),
                100 * progress.deviceShare(),
                left(progress.secondsLeft()));
    }

    private static String left(OptionalDouble seconds) {
        return seconds.isEmpty() || seconds.getAsDouble() == 0 ? "" : ", " + duration(seconds.getAsDouble()) + " left";
    }

    /** Returns a count with three digits. */
    static String count(double value) {
        if (value >= 999.5e6) {
            return String.format(Locale.ROOT, "%.3g G", value / 1e9);
        }
        if (value >= 999.5e3) {
            return String.format(Locale.ROOT, "%.3g M", value / 1e6);
        }
        return value >= 9999.5
                ? String.format(Locale.ROOT, "%.3g k", value / 1e3)
                : String.format(Locale.ROOT, "%.0f", value);
    }

    /** Returns a duration in the two units that matter. */
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 100) {
            return whole + " s";
        }
        if (whole < 100 * 60) {
            return whole / 60 + " min";
        }
        return whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    @Override
    public void notice(String sentence) {
        line.notice(sentence);
    }

    /** Ends the changing line. */
    void end() {
        line.end();
    }
}
