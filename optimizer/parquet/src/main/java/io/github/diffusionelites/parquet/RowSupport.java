package io.github.diffusionelites.parquet;

import io.github.diffusionelites.batch.table.Table;
import io.github.diffusionelites.batch.table.TableColumn;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Tells the library what is in a row of a table, by its number. */
final class RowSupport extends WriteSupport<Integer> {

    private final Table table;
    private final List<TableColumn> columns;
    private @Nullable RecordConsumer consumer;

    RowSupport(Table table) {
        this.table = table;
        this.columns = table.columns();
    }

    // The library would have every writer take Hadoop's configuration too.
    @SuppressWarnings("deprecation")
    @Override
    public WriteContext init(Configuration configuration) {
        return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return context();
    }

    private WriteContext context() {
        return new WriteContext(
                new MessageType("table", columns.stream().map(RowSupport::type).toList()), Map.of());
    }

    private static Type type(TableColumn column) {
        return switch (column.type()) {
            case INT32 -> Types.optional(PrimitiveTypeName.INT32).named(column.name());
            case INT64 -> Types.optional(PrimitiveTypeName.INT64).named(column.name());
            case FLOAT -> Types.optional(PrimitiveTypeName.FLOAT).named(column.name());
            case DOUBLE -> Types.optional(PrimitiveTypeName.DOUBLE).named(column.name());
            case TEXT ->
                Types.optional(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(column.name());
        };
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(Integer row) {
        RecordConsumer to = consumer;
        if (to == null) {
            throw new IllegalStateException("A row comes before the file.");
        }
        to.startMessage();
        for (int c = 0; c < columns.size(); c++) {
            Object value = table.value(row, c);
            if (value != null) {
                to.startField(columns.get(c).name(), c);
                add(to, columns.get(c), value);
                to.endField(columns.get(c).name(), c);
            }
        }
        to.endMessage();
    }

    private static void add(RecordConsumer to, TableColumn column, Object value) {
        switch (column.type()) {
            case INT32 -> to.addInteger((Integer) value);
            case INT64 -> to.addLong((Long) value);
            case FLOAT -> to.addFloat((Float) value);
            case DOUBLE -> to.addDouble((Double) value);
            case TEXT -> to.addBinary(Binary.fromString((String) value));
        }
    }
}
