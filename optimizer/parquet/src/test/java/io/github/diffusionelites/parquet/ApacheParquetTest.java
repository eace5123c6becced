package io.github.diffusionelites.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import io.github.diffusionelites.batch.table.ParquetFormat;
import io.github.diffusionelites.batch.table.Table;
import io.github.diffusionelites.batch.table.TableColumn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApacheParquetTest {

    private static final long SEED = Long.getLong("elites.test.seed", 20_261_123);

    @TempDir
    private Path directory;

    @Test
    void shouldBeFoundByPrograms() {
        assertThat(ParquetFormat.find()).containsInstanceOf(ApacheParquet.class);
    }

    /** A reader that shares no code with the writer sees the values of the table. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40, 70_000})
    void shouldWriteWhatTheTableHolds(int count) throws IOException {
        Table table = RandomTable.of(count, SEED + count);
        Path file = directory.resolve("table.parquet");
        Files.write(file, bytes(table));
        int row = 0;
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
                RowReader rows = reader.rowReader()) {
            assertThat(reader.getFileMetaData().numRows()).isEqualTo(count);
            for (; rows.hasNext(); row++) {
                rows.next();
                requireRow(rows, table, row);
            }
        }
        assertThat(row).isEqualTo(count);
    }

    private static void requireRow(RowReader rows, Table table, int row) {
        for (int c = 0; c < table.columns().size(); c++) {
            TableColumn column = table.columns().get(c);
            Object expected = table.value(row, c);
            Object found = value(rows, column);
            // Assertions for a million values take minutes.
            if (!Objects.equals(found, expected)) {
                assertThat(found).as("%s of row %d", column.name(), row).isEqualTo(expected);
            }
        }
    }

    private static Object value(RowReader rows, TableColumn column) {
        if (rows.isNull(column.name())) {
            return null;
        }
        return switch (column.type()) {
            case INT32 -> rows.getInt(column.name());
            case INT64 -> rows.getLong(column.name());
            case FLOAT -> rows.getFloat(column.name());
            case DOUBLE -> rows.getDouble(column.name());
            case TEXT -> rows.getString(column.name());
        };
    }

    @Test
    void shouldGiveTheSameBytesForTheSameTable() throws IOException {
        byte[] first = bytes(RandomTable.of(1000, SEED));
        assertThat(bytes(RandomTable.of(1000, SEED))).isEqualTo(first);
        assertThat(bytes(RandomTable.of(1000, SEED + 1))).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 1000, 30_000})
    void shouldFailWhenTheStreamRefuses(int room) {
        assertThatThrownBy(() -> new ApacheParquet().write(RandomTable.of(1000, SEED), new FullStream(room)))
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
    }

    private static byte[] bytes(Table table) throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        new ApacheParquet().write(table, stream);
        return stream.toByteArray();
    }

    /** Takes so many bytes and no more. */
    private static final class FullStream extends OutputStream {

        private int room;

        FullStream(int room) {
            this.room = room;
        }

        @Override
        public void write(int value) throws IOException {
            if (--room < 0) {
                throw new IOException("No space left on device");
            }
        }
    }
}
