package io.github.diffusionelites.batch;

import io.github.diffusionelites.batch.report.MetricsLog;
import io.github.diffusionelites.batch.report.SearchFinishedEvent;
import java.io.UncheckedIOException;

/** Tells how far a job is: each step to the observer, and once a second to the metrics. */
final class BatchPulse {

    private static final long METRICS_NANOS = 1_000_000_000L;

    private final BatchTally tally;
    private final BatchObserver observer;
    private final MetricsLog metrics;
    private final Pace measuring = new Pace(METRICS_NANOS, System::nanoTime);
    private boolean failing;

    BatchPulse(BatchTally tally, BatchObserver observer, MetricsLog metrics) {
        this.tally = tally;
        this.observer = observer;
        this.metrics = metrics;
    }

    /** Takes note of a search that is finished. */
    void finished(SearchRecord search) {
        tally.finished(search);
        SearchFinishedEvent.record(search);
    }

    /** Takes note of the end, with what is running and taken then. */
    void end(int running, long deviceBytes) {
        write(tally.progress(running, deviceBytes));
    }

    /**
     * Takes note of a step.
     *
     * @param evaluations of the denoiser
     * @param deviceNanoseconds inside of the program
     * @param running searches that have begun and are not finished
     * @param deviceBytes of the devices' memory that are taken
     */
    void step(long evaluations, long deviceNanoseconds, int running, long deviceBytes) {
        tally.step(evaluations, deviceNanoseconds);
        BatchProgress progress = tally.progress(running, deviceBytes);
        measuring.perhaps(() -> write(progress));
        observer.progress(progress);
    }

    /** Results do not need it: a disk that is full must not end the job before one of them does. */
    private void write(BatchProgress progress) {
        try {
            metrics.write(progress.metrics());
            failing = false;
        } catch (UncheckedIOException e) {
            if (!failing) {
                failing = true;
                observer.notice(e.getMessage() + " The job goes on without them.");
            }
        }
    }
}
