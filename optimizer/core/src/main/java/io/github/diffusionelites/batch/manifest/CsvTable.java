package io.github.diffusionelites.batch.manifest;

import io.github.diffusionelites.batch.manifest.Columns.Cell;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values: the first line names the columns, each that follows is a search. Empty lines are passed over.
 * An empty cell stands for what the job says. Messages count lines as an editor does: the names are row 1.
 */
final class CsvTable {

    private final SearchRows rows;
    private final TextLines lines;
    private List<Cell> columns = List.of();

    private CsvTable(SearchRows rows, TableBytes table) {
        this.rows = rows;
        this.lines = new TextLines(table);
    }

    /** Reads all rows. */
    static void read(TableBytes table, SearchRows rows) {
        new CsvTable(rows, table).read();
    }

    private void read() {
        while (lines.next()) {
            String text = lines.text();
            boolean passed = text != null && text.isBlank();
            if (columns.isEmpty() && !passed) {
                header(text);
            } else if (!passed) {
                rows.begin(lines.number());
                row(text);
                rows.end();
            }
        }
    }

    /** Nothing after a header that cannot be understood would be. */
    private void header(@Nullable String text) {
        List<String> names = cells(text);
        if (names != null) {
            columns = Header.read(names, rows.columns(), sentence -> rows.problem(lines.number(), sentence));
        }
        rows.throwIfAny();
    }

    private void row(@Nullable String text) {
        List<String> cells = cells(text);
        if (cells == null) {
            return;
        }
        if (cells.size() != columns.size()) {
            rows.problem("the row has " + cells.size() + (cells.size() == 1 ? " cell" : " cells") + ", but needs "
                    + columns.size() + "; give each column a cell, which may be empty.");
            return;
        }
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            if (!cell.isEmpty()) {
                Cell column = columns.get(i);
                rows.cell(column, column.column().isWord() ? cell : NumberText.parse(cell));
            }
        }
    }

    private @Nullable List<String> cells(@Nullable String text) {
        if (text == null) {
            rows.problem(lines.number(), "the line is not text in UTF-8; save the table as UTF-8.");
            return null;
        }
        try {
            return CsvLine.read(text);
        } catch (CsvLine.MalformedException e) {
            rows.problem(lines.number(), String.valueOf(e.getMessage()));
            return null;
        }
    }
}
