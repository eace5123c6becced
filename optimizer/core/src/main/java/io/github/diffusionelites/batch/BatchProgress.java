package io.github.diffusionelites.batch;

import io.github.diffusionelites.batch.report.BatchMetrics;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * How far a job is.
 *
 * @param searches of the manifest that are to be run
 * @param finished searches, those of former processes included
 * @param reached finished searches that reached their target
 * @param running searches that have begun and are not finished
 * @param evaluations of the denoiser in this process; without a network, decodes
 * @param finishedHere searches that finished in this process
 * @param deviceNanoseconds inside of programs, of all devices together
 * @param devices that work at the same time
 * @param nanoseconds since this process began to search
 * @param deviceBytes of the devices' memory that programs and populations take; 0 if unknown
 */
public record BatchProgress(
        int searches,
        int finished,
        int reached,
        int running,
        long evaluations,
        int finishedHere,
        long deviceNanoseconds,
        int devices,
        long nanoseconds,
        long deviceBytes) {

    /** Returns the searches that have not begun. */
    public int waiting() {
        return searches - finished - running;
    }

    /** Returns evaluations a second. */
    public double evaluationsPerSecond() {
        return nanoseconds == 0 ? 0 : 1e9 * evaluations / nanoseconds;
    }

    /** Returns finished searches a second. */
    public double searchesPerSecond() {
        return nanoseconds == 0 ? 0 : 1e9 * finishedHere / nanoseconds;
    }

    /** Returns the share of the time in which devices run programs, in [0, 1]. */
    public double deviceShare() {
        return nanoseconds == 0 ? 0 : Math.min(1, (double) deviceNanoseconds / nanoseconds / devices);
    }

    /** Returns an estimate of the seconds that are left; nothing before a search finished in this process. */
    public OptionalDouble secondsLeft() {
        if (finished == searches) {
            return OptionalDouble.of(0);
        }
        if (finishedHere == 0) {
            return OptionalDouble.empty();
        }
        // Those that run are half done on average.
        double left = waiting() + 0.5 * running;
        return OptionalDouble.of(left / (finishedHere + 0.5 * running) * nanoseconds / 1e9);
    }

    /** Returns what is kept of this moment. */
    BatchMetrics metrics() {
        Runtime runtime = Runtime.getRuntime();
        return new BatchMetrics(
                Instant.now(),
                nanoseconds / 1e9,
                searches,
                finished,
                reached,
                running,
                evaluations,
                evaluationsPerSecond(),
                searchesPerSecond(),
                deviceShare(),
                secondsLeft().orElse(Double.NaN),
                runtime.totalMemory() - runtime.freeMemory(),
                deviceBytes);
    }
}
