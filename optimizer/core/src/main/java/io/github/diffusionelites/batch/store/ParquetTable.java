package io.github.diffusionelites.batch.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Writes a flat table in the file format of Apache Parquet (parquet-format 2, thrift definition): the magic, groups of
 * rows of which each column is one uncompressed page, the footer in Thrift's compact protocol, its length, and the magic
 * again. The bytes depend on the values alone.
 *
 * <p>This little of the format needs no library. Those that write it for Java bring parts of Hadoop, some 9 MB and
 * packages that several of their jars have, so that no module path takes them.
 */
final class ParquetTable {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int GROUP = 1 << 16;
    private static final int VERSION = 1;
    private static final int OPTIONAL = 1;
    private static final int UTF8 = 0;
    private static final String WRITER = "Diffusion Elites";

    private final OutputStream stream;
    private long written;

    ParquetTable(OutputStream stream) {
        this.stream = stream;
    }

    /** Writes all lines; the stream stays open. */
    void write(List<TableColumn> columns, IntFunction<TableColumn.Line> lines, int rows) throws IOException {
        put(MAGIC);
        List<CompactStruct> groups = new ArrayList<>();
        for (int first = 0; first < rows; first += GROUP) {
            groups.add(group(columns, lines, first, Math.min(GROUP, rows - first)));
        }
        byte[] footer = new CompactStruct()
                .integer(1, VERSION)
                .structs(2, schema(columns))
                .whole(3, rows)
                .structs(4, groups)
                .text(6, WRITER)
                .bytes();
        put(footer);
        put(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(footer.length)
                .array());
        put(MAGIC);
    }

    private void put(byte[] bytes) throws IOException {
        stream.write(bytes);
        written += bytes.length;
    }

    private static List<CompactStruct> schema(List<TableColumn> columns) {
        List<CompactStruct> schema = new ArrayList<>();
        schema.add(new CompactStruct().text(4, "searches").integer(5, columns.size()));
        for (TableColumn column : columns) {
            CompactStruct element = new CompactStruct()
                    .integer(1, ParquetChunk.physical(column.type()))
                    .integer(3, OPTIONAL)
                    .text(4, column.name());
            if (column.type() == TableColumn.Type.TEXT) {
                // A converted type for old readers, and the logical type of a string for others.
                element.integer(6, UTF8).struct(10, new CompactStruct().struct(1, new CompactStruct()));
            }
            schema.add(element);
        }
        return schema;
    }

    private CompactStruct group(List<TableColumn> columns, IntFunction<TableColumn.Line> lines, int first, int rows)
            throws IOException {
        List<ParquetChunk> chunks = columns.stream().map(ParquetChunk::new).toList();
        for (int row = first; row < first + rows; row++) {
            TableColumn.Line line = lines.apply(row);
            for (int c = 0; c < chunks.size(); c++) {
                chunks.get(c).add(columns.get(c).value().apply(line));
            }
        }
        long begin = written;
        List<CompactStruct> metadata = new ArrayList<>();
        for (ParquetChunk chunk : chunks) {
            ParquetChunk.Written done = chunk.write(stream, written);
            written += done.bytes();
            metadata.add(done.chunk());
        }
        return new CompactStruct()
                .structs(1, metadata)
                .whole(2, written - begin)
                .whole(3, rows);
    }
}
