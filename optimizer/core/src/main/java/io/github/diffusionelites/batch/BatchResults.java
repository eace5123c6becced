package io.github.diffusionelites.batch;

import io.github.diffusionelites.batch.report.BatchReport;
import io.github.diffusionelites.batch.report.BatchSnapshot;
import io.github.diffusionelites.batch.store.BatchFiles;
import java.io.UncheckedIOException;

/** Writes what people read of a job, from what its directory keeps. */
final class BatchResults {

    private BatchResults() {}

    /** Writes tables and page if all searches are finished, and says what became of the job. */
    static BatchSummary conclude(
            BatchDirectory directory, BatchJob job, BatchProgress progress, BatchObserver observer) {
        boolean interrupted = progress.finished() < progress.searches();
        if (!interrupted) {
            write(directory);
            forgetStates(directory, observer);
        }
        return new BatchSummary(progress, job.targets(), interrupted);
    }

    private static void forgetStates(BatchDirectory directory, BatchObserver observer) {
        try {
            directory.forgetStates();
        } catch (UncheckedIOException e) {
            // The results are whole, and nobody reads the states of a job that is done.
            observer.notice(String.valueOf(e.getMessage()));
        }
    }

    /** Writes the tables and the page. */
    static void write(BatchDirectory directory) {
        // Whoever reads the page does so when this process is gone.
        BatchReport.writeAll(BatchSnapshot.read(new BatchFiles(directory.path()), false));
    }
}
