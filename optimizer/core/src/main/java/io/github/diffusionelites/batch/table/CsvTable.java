package io.github.diffusionelites.batch.table;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes a table as RFC 4180 says: lines end with CR LF; a field with a comma, a quote or an end of line is quoted. */
final class CsvTable {

    private final OutputStream stream;

    CsvTable(OutputStream stream) {
        this.stream = stream;
    }

    /** Writes all lines; the stream stays open. */
    void write(Table table) throws IOException {
        List<TableColumn> columns = table.columns();
        Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
        for (int c = 0; c < columns.size(); c++) {
            writer.write(c == 0 ? "" : ",");
            writer.write(field(columns.get(c).name()));
        }
        writer.write("\r\n");
        for (int row = 0; row < table.rows(); row++) {
            for (int c = 0; c < columns.size(); c++) {
                writer.write(c == 0 ? "" : ",");
                Object value = table.value(row, c);
                // Numbers have no character that needs quotes, and their text is the shortest that reads back.
                writer.write(value == null ? "" : value instanceof String text ? field(text) : value.toString());
            }
            writer.write("\r\n");
        }
        writer.flush();
    }

    private static String field(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
