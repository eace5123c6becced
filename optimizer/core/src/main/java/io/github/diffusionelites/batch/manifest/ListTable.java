package io.github.diffusionelites.batch.manifest;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A list of tables in a job, each a search. Messages name the lines of the job. */
final class ListTable {

    private ListTable() {}

    /** Reads all rows. */
    static void read(List<TableSource.Row> table, SearchRows rows) {
        Set<Column> given = new HashSet<>();
        for (TableSource.Row row : table) {
            rows.begin(row.line());
            given.clear();
            for (Map.Entry<String, Object> entry : row.values().entrySet()) {
                Column column = rows.columns().find(entry.getKey());
                if (column == null) {
                    rows.problem(rows.columns().unknown("key", entry.getKey()));
                } else if (!given.add(column)) {
                    rows.problemOf(entry.getKey(), "it stands for the same as another key; leave one out.");
                } else {
                    rows.value(column, entry.getValue());
                }
            }
            rows.end();
        }
    }
}
