package io.github.diffusionelites.parquet;

import io.github.diffusionelites.batch.table.ParquetFormat;
import io.github.diffusionelites.batch.table.Table;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Writes tables by Apache's library for Java. Pages are of version 1, which every reader knows, not compressed, which
 * would need native libraries, and carry checksums.
 */
public final class ApacheParquet implements ParquetFormat {

    // A group ends by the number of its rows. By its bytes it might end earlier where the heap is small, so that the
    // file would depend on the machine; this many bytes only ever do where rows are of kilobytes.
    private static final int ROWS_OF_A_GROUP = 1 << 16;
    private static final long BYTES_OF_A_GROUP = 32L << 20;

    /** Called by {@link java.util.ServiceLoader}. */
    public ApacheParquet() {}

    @Override
    public void write(Table table, OutputStream stream) throws IOException {
        try (ParquetWriter<Integer> writer = new Builder(new StreamFile(stream), table)
                .withConf(new PlainParquetConfiguration())
                .withWriterVersion(WriterVersion.PARQUET_1_0)
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .withPageWriteChecksumEnabled(true)
                .withRowGroupSize(BYTES_OF_A_GROUP)
                .withRowGroupRowCountLimit(ROWS_OF_A_GROUP)
                .build()) {
            for (int row = 0; row < table.rows(); row++) {
                writer.write(row);
            }
        }
    }

    private static final class Builder extends ParquetWriter.Builder<Integer, Builder> {

        private final Table table;

        Builder(StreamFile file, Table table) {
            super(file);
            this.table = table;
        }

        @Override
        protected Builder self() {
            return this;
        }

        // The library would have every writer take Hadoop's configuration too.
        @SuppressWarnings("deprecation")
        @Override
        protected WriteSupport<Integer> getWriteSupport(Configuration configuration) {
            return new RowSupport(table);
        }

        @Override
        protected WriteSupport<Integer> getWriteSupport(ParquetConfiguration configuration) {
            return new RowSupport(table);
        }
    }
}
