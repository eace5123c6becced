package io.github.diffusionelites.batch.store;

import io.github.diffusionelites.batch.BatchDirectory;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The files of a batch job.
 *
 * @param directory that holds them
 */
public record BatchFiles(Path directory) {

    /** Checks that nothing is missing. */
    public BatchFiles {
        Objects.requireNonNull(directory, "directory");
    }

    /** Returns the job with every default filled in. */
    public Path job() {
        return directory.resolve(BatchDirectory.JOB);
    }

    /** Returns what each search is, see {@link ManifestFile}. */
    public Path manifest() {
        return directory.resolve(BatchDirectory.MANIFEST);
    }

    /** Returns which searches are finished, see {@link BatchJournal}. */
    public Path journal() {
        return directory.resolve(BatchDirectory.JOURNAL);
    }

    /** Returns what a process that works on the job holds as long as it lives. */
    public Path lock() {
        return directory.resolve(BatchDirectory.CHECKPOINT).resolve("lock");
    }

    /** Returns one line for each second, see {@link io.github.diffusionelites.batch.report.MetricsLog}. */
    public Path metrics() {
        return directory.resolve(BatchDirectory.METRICS);
    }

    /** Returns the table of all searches as CSV. */
    public Path csv() {
        return directory.resolve(BatchDirectory.TABLE);
    }

    /** Returns the same table as Parquet. */
    public Path parquet() {
        return directory.resolve(BatchDirectory.PARQUET);
    }

    /** Returns the page for people. */
    public Path report() {
        return directory.resolve(BatchDirectory.REPORT);
    }
}
