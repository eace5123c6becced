package io.github.diffusionelites.batch.manifest;

import io.github.diffusionelites.batch.Manifest;
import io.github.diffusionelites.batch.ManifestSearch;
import io.github.diffusionelites.batch.ManifestSource;
import io.github.diffusionelites.batch.manifest.Columns.Cell;
import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.run.input.Problems;
import io.github.diffusionelites.run.input.Setting;
import io.github.diffusionelites.run.job.JobException;
import io.github.diffusionelites.search.SearchInstance;
import io.github.diffusionelites.search.SearchSettings;
import io.github.diffusionelites.search.Sense;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes searches of rows. A row begins, takes values, and ends; a value that does not fit is a problem of its place, and
 * the reading goes on.
 */
final class SearchRows {

    /** Reward parameters of all searches together; 1 GiB. */
    private static final long MOST_PARAMETERS = 1L << 28;

    private final String file;
    private final Wording wording;
    private final ManifestDefaults defaults;
    private final SearchInstance base;
    private final Columns columns;
    private final Problems problems;
    private final RowValues values;
    private final RowIds ids = new RowIds();
    private final StoppingColumns stopping;
    private final List<ManifestSearch> searches = new ArrayList<>();
    private int rows;
    private long place;
    private boolean failed;

    /**
     * Begins a table.
     *
     * @param file to name in refusals
     */
    SearchRows(String file, Wording wording, ManifestDefaults defaults) {
        this.file = file;
        this.wording = wording;
        this.defaults = defaults;
        this.base = defaults.instance();
        this.columns = new Columns(defaults.settings(), defaults.rewards());
        this.problems = new Problems(file);
        this.values = new RowValues(base.rewardParameters());
        this.stopping = new StoppingColumns(defaults.stop());
    }

    /** Returns the columns that there may be. */
    Columns columns() {
        return columns;
    }

    /**
     * Begins a row.
     *
     * @param number that messages call it by; it grows from row to row
     */
    void begin(long number) {
        if (rows == SearchInstance.ID_LIMIT) {
            throw new JobException("The manifest " + file + " has more than " + SearchInstance.ID_LIMIT
                    + " searches, but their ids must be below 2^24; split it.");
        }
        place = number;
        failed = false;
        values.clear();
    }

    /** Notes a problem of the row. */
    void problem(String sentence) {
        problem(place, sentence);
    }

    /** Notes a problem of some row. */
    void problem(long number, String sentence) {
        failed = true;
        problems.add(number, wording.place(number), sentence);
    }

    /** Takes the value of a cell. */
    void cell(Cell cell, Object value) {
        String misfit = cell.column().misfit(cell.index(), value);
        if (misfit.isEmpty()) {
            cell.column().assign(cell.index(), value, values);
        } else {
            problemOf(cell.name(), misfit);
        }
    }

    /** Takes the value of a column that is known to fit. */
    void assign(Column column, Object value) {
        column.assign(value, values);
    }

    /** Takes the value of a column. */
    void value(Column column, Object value) {
        String misfit = column.misfit(value);
        if (misfit.isEmpty()) {
            column.assign(value, values);
        } else {
            problemOf(column.name(), misfit);
        }
    }

    /** Notes a problem of a value of the row. */
    void problemOf(String name, String sentence) {
        problemOf(place, name, sentence);
    }

    /** Notes a problem of a value of some row. */
    void problemOf(long number, String name, String sentence) {
        failed = true;
        problems.add(number, wording.place(number, name), sentence);
    }

    /** Ends a row. */
    void end() {
        columns.parameters().forEach(this::requireWhole);
        int id = id();
        int active = (int) values.whole(Setting.POPULATION, base.active());
        int elites = elites(active);
        // Once something is wrong, no search will be of use.
        if (problems.isEmpty()) {
            add(new SearchInstance(
                    id,
                    active,
                    elites,
                    values.constant(Setting.SENSE, Sense.class, base.sense()),
                    values.constant(Setting.RULE, SelectionRule.class, base.rule()),
                    values.number(Setting.JITTER, base.jitter()),
                    values.number(Setting.VARIANCE_FLOOR, base.varianceFloor()),
                    values.number(Setting.DEVIATION_FLOOR, base.deviationFloor()),
                    values.parameters()));
        }
        rows++;
    }

    private void add(SearchInstance instance) {
        if ((long) (searches.size() + 1) * values.parameters().length > MOST_PARAMETERS) {
            throw new JobException("The manifest " + file + " has more than " + searches.size() + " searches of "
                    + values.parameters().length + " reward parameters each, but all together may have "
                    + MOST_PARAMETERS + "; split it.");
        }
        searches.add(new ManifestSearch(
                rows, instance, values.whole(Setting.SEED, defaults.settings().seed()), stopping.of(values)));
    }

    private void requireWhole(ParameterColumn column) {
        if (!failed && values.isPartOf(column)) {
            problemOf(
                    column.name(),
                    "only " + values.given(column) + " of " + column.cells()
                            + " numbers are given; give all of them, or none.");
        }
    }

    private int id() {
        long id = values.whole(Setting.ID, (long) defaults.firstId() + rows);
        if (id >= SearchInstance.ID_LIMIT) {
            problem("the id " + id + ", which is \"first_id\" and the number of rows before, must be below "
                    + SearchInstance.ID_LIMIT + "; start at a smaller one.");
            return 0;
        }
        long former = ids.placeOf((int) id);
        // An id that was refused is not the one that stands in for it.
        boolean known = values.has(Setting.ID) || !failed;
        if (former >= 0 && known) {
            problemOf(
                    Setting.ID.key(),
                    "the id " + id + " is that of " + wording.place(former)
                            + ", too; no two searches may have the same.");
        }
        if (known) {
            ids.add((int) id, place);
        }
        return (int) id;
    }

    private int elites(int active) {
        boolean counted = values.has(Setting.ELITES);
        boolean shared = values.has(Setting.ELITE_FRACTION);
        if (counted && shared) {
            problemOf(Setting.ELITES.key(), "it must be left out where \"elite_fraction\" is given.");
        }
        if (shared || (!counted && defaults.eliteFraction().isPresent())) {
            return SearchSettings.elitesOf(
                    values.number(
                            Setting.ELITE_FRACTION, defaults.eliteFraction().orElse(1)),
                    active);
        }
        int elites = (int) values.whole(Setting.ELITES, base.elites());
        if (elites > active) {
            problemOf(
                    counted ? Setting.ELITES.key() : Setting.POPULATION.key(),
                    counted
                            ? elites + " does not fit; it must be at most the population, which is " + active + "."
                            : active + " does not fit; it must be at least the number of elites of the job, which is "
                                    + elites + ", or \"elites\" or \"elite_fraction\" be given, too.");
            return 1;
        }
        return elites;
    }

    /**
     * Ends the table.
     *
     * @throws JobException if there is a problem, or no row; one sentence for each problem
     */
    Manifest manifest(ManifestSource source) {
        problems.throwIfAny();
        if (rows == 0) {
            throw new JobException("The manifest " + file + " has no search; it needs at least one row.");
        }
        return Manifest.of(searches, columns.parameterNames(), source);
    }

    /** Ends the reading if there is a problem so far. */
    void throwIfAny() {
        problems.throwIfAny();
    }
}
