package io.github.diffusionelites.batch;

import io.github.diffusionelites.batch.report.BatchReport;
import io.github.diffusionelites.batch.report.BatchSnapshot;
import io.github.diffusionelites.batch.store.BatchFiles;

/** Writes what people read of a job, from what its directory keeps. */
public final class BatchResults {

    private BatchResults() {}

    /** Writes the tables and the page. */
    static void write(BatchDirectory directory) {
        // Whoever reads the page does so when this process is gone.
        BatchReport.writeAll(BatchSnapshot.read(new BatchFiles(directory.path()), false));
    }
}
