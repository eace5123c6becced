package io.github.diffusionelites.batch.manifest;

import io.github.diffusionelites.batch.manifest.Columns.Cell;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The names of a table's columns. */
final class Header {

    private Header() {}

    /**
     * Returns what each column holds.
     *
     * @param names of the columns
     * @param problem takes sentences, without the place; the columns are of no use if there is one
     */
    static List<Cell> read(List<String> names, Columns columns, Consumer<String> problem) {
        List<Cell> cells = new ArrayList<>();
        Map<Cell, Integer> seen = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Cell cell = columns.findCell(name);
            if (name.isEmpty()) {
                problem.accept("column number " + (i + 1) + " has no name; name it, or leave it out.");
            } else if (cell == null) {
                problem.accept(columns.unknownCell(name));
            } else {
                Integer former = seen.putIfAbsent(cell, i + 1);
                if (former != null) {
                    problem.accept("columns number " + former + " and " + (i + 1) + " are both \"" + cell.name()
                            + "\"; leave one out.");
                }
                cells.add(cell);
            }
        }
        columns.parameters().forEach(column -> requireWhole(column, seen, problem));
        return cells;
    }

    private static void requireWhole(ParameterColumn column, Map<Cell, Integer> seen, Consumer<String> problem) {
        int given = 0;
        String missing = "";
        for (int i = column.cells() - 1; i >= 0; i--) {
            if (seen.containsKey(new Cell(column, i))) {
                given++;
            } else {
                missing = column.cellName(i);
            }
        }
        if (given > 0 && given < column.cells()) {
            problem.accept("the column \"" + missing + "\" is missing; give all " + column.cells() + " numbers of \""
                    + column.name() + "\", or none.");
        }
    }
}
