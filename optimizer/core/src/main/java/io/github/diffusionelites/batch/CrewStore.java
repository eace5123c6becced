package io.github.diffusionelites.batch;

import io.github.diffusionelites.batch.worker.WorkerMessage;
import io.github.diffusionelites.search.FinishedSearch;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings to the disk what workers find. Only they know on what the bits of results depend; so the job is begun when the
 * first of them says so, and the others must say the same.
 */
final class CrewStore implements AutoCloseable {

    private final BatchDirectory directory;
    private final BatchBeginning beginning;
    private final boolean force;
    private final BatchObserver observer;
    private @Nullable Map<String, String> identity;
    private @Nullable BatchStore store;

    CrewStore(BatchDirectory directory, BatchBeginning beginning, boolean force, BatchObserver observer) {
        this.directory = directory;
        this.beginning = beginning;
        this.force = force;
        this.observer = observer;
    }

    /**
     * Takes note of what a worker runs on.
     *
     * @throws io.github.diffusionelites.run.RunDirectoryException if it is something else than for the former process or
     *     another worker, and that is not forced
     */
    void ready(WorkerMessage.Ready worker) {
        Map<String, String> now = BatchIdentity.of(worker.traits(), worker.weights(), worker.description());
        if (identity == null) {
            if (beginning.begun()) {
                BatchIdentity.requireSame(directory, now, force, observer);
            }
            store = beginning.open(worker.traits(), now, observer);
            identity = now;
        } else {
            BatchIdentity.requireSameWorkers(identity, now, force);
        }
    }

    SearchRecord finished(int row, FinishedSearch found) {
        return Objects.requireNonNull(store).finished(row, found);
    }

    void flush() {
        if (store != null) {
            store.flush();
        }
    }

    /** Keeps a sentence for a person, and shows it. */
    void notice(String sentence) {
        observer.notice(sentence);
        if (store != null) {
            store.notice(sentence);
        }
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
    }
}
