package io.github.diffusionelites.batch;

import io.github.diffusionelites.batch.report.BatchReport;
import io.github.diffusionelites.batch.report.BatchSnapshot;
import io.github.diffusionelites.batch.store.BatchFiles;

/** Writes what people read of a job, from what its directory keeps. */
final class BatchResults {

    private BatchResults() {}

    /** Writes tables and page if all searches are finished, and says what became of the job. */
    static BatchSummary conclude(BatchDirectory directory, BatchJob job, BatchProgress progress) {
        boolean interrupted = progress.finished() < progress.searches();
        if (!interrupted) {
            write(directory);
            directory.forgetStates();
        }
        return new BatchSummary(progress, job.targets(), interrupted);
    }

    /** Writes the tables and the page. */
    static void write(BatchDirectory directory) {
        // Whoever reads the page does so when this process is gone.
        BatchReport.writeAll(BatchSnapshot.read(new BatchFiles(directory.path()), false));
    }
}
