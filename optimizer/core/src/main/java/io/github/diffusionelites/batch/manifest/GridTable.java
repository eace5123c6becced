package io.github.diffusionelites.batch.manifest;

import io.github.diffusionelites.run.input.Literal;
import io.github.diffusionelites.run.input.Problems;
import io.github.diffusionelites.run.job.JobException;
import io.github.diffusionelites.search.SearchInstance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The Cartesian product of lists in a job: a search for each combination, of which the last key runs fastest. Messages
 * about a value name its line in the job, those about a combination its row, from 0.
 */
final class GridTable {

    private final List<TableSource.Axis> axes;
    private final List<Column> columns = new ArrayList<>();
    private final SearchRows rows;

    private GridTable(List<TableSource.Axis> axes, SearchRows rows) {
        this.axes = axes;
        this.rows = rows;
    }

    /**
     * Reads all rows.
     *
     * @param job to name in refusals
     * @throws JobException if a list has a value that does not fit
     */
    static void read(String job, List<TableSource.Axis> axes, SearchRows rows) {
        GridTable table = new GridTable(axes, rows);
        table.check(job);
        table.read();
    }

    private void check(String job) {
        Problems problems = new Problems(job);
        Map<Column, String> seen = new HashMap<>();
        long count = 1;
        for (TableSource.Axis axis : axes) {
            Column column = rows.columns().find(axis.key());
            if (column == null) {
                problems.add(axis.line(), rows.columns().unknown("key", axis.key()));
                continue;
            }
            String former = seen.putIfAbsent(column, axis.key());
            if (former != null) {
                problems.add(
                        axis.line(),
                        "the keys \"" + former + "\" and \"" + axis.key() + "\" stand for the same; leave one out.");
            }
            columns.add(column);
            for (int i = 0; i < axis.values().size(); i++) {
                String misfit = column.misfit(axis.values().get(i));
                if (!misfit.isEmpty()) {
                    problems.add(axis.line(), "value number " + (i + 1) + " of \"" + axis.key() + "\": " + misfit);
                }
            }
            count = Math.min(count * axis.values().size(), Integer.MAX_VALUE);
        }
        if (count > SearchInstance.ID_LIMIT) {
            problems.add(
                    axes.getFirst().line(),
                    "the grid has more than " + SearchInstance.ID_LIMIT
                            + " searches, but their ids must be below 2^24; take values out of "
                            + Literal.shown(
                                    axes.stream().map(TableSource.Axis::key).toList()) + ".");
        }
        problems.throwIfAny();
    }

    private void read() {
        int[] place = new int[axes.size()];
        long row = 0;
        int turned;
        do {
            rows.begin(row++);
            for (int i = 0; i < place.length; i++) {
                rows.assign(columns.get(i), axes.get(i).values().get(place[i]));
            }
            rows.end();
            turned = place.length - 1;
            while (turned >= 0 && ++place[turned] == axes.get(turned).values().size()) {
                place[turned--] = 0;
            }
        } while (turned >= 0);
    }
}
