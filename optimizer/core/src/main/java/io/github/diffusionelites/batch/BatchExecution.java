package io.github.diffusionelites.batch;

import io.github.diffusionelites.search.FinishedSearch;
import io.github.diffusionelites.search.PoolReport;
import io.github.diffusionelites.search.TaskCheckpoint;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** Runs the searches of a job on the device of this process and keeps what they find. */
final class BatchExecution implements PoolLoop.Sink {

    private final TaskQueue queue;
    private final PoolLoop loop;
    private final BatchStore store;
    private final BatchPulse pulse;
    private final BatchObserver observer;
    private final Pace saving;
    private boolean statesFail;

    /**
     * Prepares.
     *
     * @param interval that a kill may cost, if generations are shorter
     */
    BatchExecution(
            TaskQueue queue,
            PoolLoop loop,
            BatchStore store,
            BatchPulse pulse,
            BatchObserver observer,
            Duration interval) {
        this.queue = queue;
        this.loop = loop;
        this.store = store;
        this.pulse = pulse;
        this.observer = observer;
        this.saving = new Pace(interval.toNanos(), System::nanoTime);
    }

    /** Runs until no search is left or the loop is cancelled; what was found is on the disk then, also after a failure. */
    void run() {
        try {
            loop.run(queue, this);
            save();
            pulse.end(loop.searches(), loop.bytes());
        } catch (RuntimeException | Error e) {
            salvage(e);
            throw e;
        }
    }

    /** After a failure results that are there are kept, and states if the device still gives them. */
    private void salvage(Throwable failure) {
        try {
            store.flush();
            store.states(loop.checkpoint());
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void finished(ManifestSearch search, FinishedSearch found) {
        pulse.finished(store.finished(search.row(), found));
    }

    @Override
    public void step(PoolReport report) {
        saving.perhaps(this::save);
        pulse.step(
                report.evaluations(),
                report.times().individuals() + report.times().population(),
                loop.searches(),
                loop.bytes());
    }

    /** Results must reach the disk, or the job ends; states only save time, and there may be space again later. */
    private void save() {
        store.flush();
        List<TaskCheckpoint> states = loop.checkpoint();
        try {
            store.states(states);
            if (statesFail) {
                statesFail = false;
                notice("The states of running searches are written again.");
            }
        } catch (UncheckedIOException e) {
            if (!statesFail) {
                statesFail = true;
                observer.notice(e.getMessage() + " The job goes on; until that works, a kill costs what the running"
                        + " searches did since.");
            }
        }
    }

    @Override
    public void notice(String sentence) {
        store.notice(sentence);
        observer.notice(sentence);
    }
}
