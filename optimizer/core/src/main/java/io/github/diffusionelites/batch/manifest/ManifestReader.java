package io.github.diffusionelites.batch.manifest;

import io.github.diffusionelites.batch.Manifest;
import io.github.diffusionelites.batch.ManifestSource;
import io.github.diffusionelites.batch.manifest.Columns.Cell;
import io.github.diffusionelites.run.input.Problems;
import io.github.diffusionelites.run.job.JobException;
import java.nio.file.Path;
import java.util.List;

/** Reads and checks all searches of a job. */
public final class ManifestReader {

    private final Path job;
    private final ManifestDefaults defaults;

    /**
     * Reads for a job.
     *
     * @param job its file, to name in refusals
     * @param defaults that it has
     */
    public ManifestReader(Path job, ManifestDefaults defaults) {
        this.job = job;
        this.defaults = defaults;
    }

    /**
     * Returns the searches of a source.
     *
     * @throws JobException if it cannot be read, or a search is not what it should be; one sentence for each problem
     */
    public Manifest read(TableSource source) {
        return switch (source) {
            case TableSource.File file -> {
                try (TableBytes table = TableBytes.open(file.path())) {
                    yield read(file, table);
                }
            }
            case TableSource.Searches searches -> {
                SearchRows rows = new SearchRows(job.toString(), Wording.JOB, defaults);
                ListTable.read(searches.rows(), rows);
                yield rows.manifest(inJob(ManifestSource.Kind.SEARCHES));
            }
            case TableSource.Grid grid -> {
                SearchRows rows = new SearchRows(job.toString(), Wording.GRID, defaults);
                GridTable.read(job.toString(), grid.axes(), rows);
                yield rows.manifest(inJob(ManifestSource.Kind.GRID));
            }
        };
    }

    /** Returns the searches of a file whose bytes are there. */
    Manifest read(TableSource.File file, TableBytes table) {
        boolean objects = file.kind() == ManifestSource.Kind.NDJSON;
        SearchRows rows = new SearchRows(file.path().toString(), objects ? Wording.OBJECTS : Wording.TABLE, defaults);
        switch (file.kind()) {
            case CSV -> CsvTable.read(table, rows);
            case NDJSON -> NdjsonTable.read(table, rows);
            default -> NpyTable.read(table, rows, columns(file, rows.columns()));
        }
        return rows.manifest(new ManifestSource(
                file.kind(), file.path().toAbsolutePath().normalize().toString()));
    }

    private List<Cell> columns(TableSource.File file, Columns columns) {
        Problems problems = new Problems(job.toString());
        List<Cell> cells = Header.read(
                file.columns(),
                columns,
                sentence -> problems.add(file.line(), "the key \"columns\" of [manifest]: " + sentence));
        for (Cell cell : cells) {
            if (cell.column().isWord()) {
                problems.add(
                        file.line(),
                        "the key \"columns\" of [manifest]: the column \"" + cell.name()
                                + "\" has words, which an array of numbers cannot hold; leave it to [search].");
            }
        }
        problems.throwIfAny();
        return cells;
    }

    private ManifestSource inJob(ManifestSource.Kind kind) {
        return new ManifestSource(kind, job.toAbsolutePath().normalize().toString());
    }
}
