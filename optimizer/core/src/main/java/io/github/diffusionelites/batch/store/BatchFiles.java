package io.github.diffusionelites.batch.store;

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
        return directory.resolve("job.toml");
    }

    /** Returns what each search is, see {@link ManifestFile}. */
    public Path manifest() {
        return directory.resolve("manifest.bin");
    }

    /** Returns which searches are finished, see {@link BatchJournal}. */
    public Path journal() {
        return directory.resolve("journal");
    }

    /** Returns what a process that works on the job holds as long as it lives. */
    public Path lock() {
        return directory.resolve("checkpoint").resolve("lock");
    }

    /** Returns one line for each second, see {@link io.github.diffusionelites.batch.report.MetricsLog}. */
    public Path metrics() {
        return directory.resolve("metrics.ndjson");
    }

    /** Returns the table of all searches as CSV. */
    public Path csv() {
        return directory.resolve("searches.csv");
    }

    /** Returns the same table as Parquet. */
    public Path parquet() {
        return directory.resolve("searches.parquet");
    }

    /** Returns the page for people. */
    public Path report() {
        return directory.resolve("report.html");
    }
}
