package io.github.diffusionelites.batch;

import io.github.diffusionelites.batch.store.BatchJournal;
import io.github.diffusionelites.batch.store.ManifestFile;
import io.github.diffusionelites.batch.store.SearchTable;
import java.nio.file.Path;

/** Writes what people read of a job, from what its directory keeps. */
public final class BatchResults {

    private BatchResults() {}

    /** Writes the tables. */
    static void write(BatchDirectory directory) {
        Path path = directory.path();
        SearchTable table = new SearchTable(
                ManifestFile.read(path.resolve(BatchDirectory.MANIFEST)),
                BatchJournal.read(path.resolve(BatchDirectory.JOURNAL)).records());
        table.writeCsv(path.resolve(BatchDirectory.TABLE));
        table.writeParquet(path.resolve(BatchDirectory.PARQUET));
    }
}
