package io.github.diffusionelites.batch.table;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Writes a table in the file format of Apache Parquet. Found by {@link ServiceLoader}: the implementation needs Apache's
 * library, whose jars no module path takes as some have packages in common, and is the artifact {@code elites-parquet},
 * for the class path. Programs do without it if they need no Parquet.
 */
public interface ParquetFormat {

    /** Returns the implementation that this program has, or nothing if it has none. */
    static Optional<ParquetFormat> find() {
        return ServiceLoader.load(ParquetFormat.class).findFirst();
    }

    /**
     * Writes a table.
     *
     * @param stream that gets a whole file, the same bytes for the same table; it stays open
     * @throws IOException if the stream refuses
     */
    void write(Table table, OutputStream stream) throws IOException;
}
