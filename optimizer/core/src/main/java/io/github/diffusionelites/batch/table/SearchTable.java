package io.github.diffusionelites.batch.table;

import io.github.diffusionelites.batch.Manifest;
import io.github.diffusionelites.batch.ManifestSearch;
import io.github.diffusionelites.batch.SearchRecord;
import io.github.diffusionelites.run.checkpoint.DurableFiles;
import io.github.diffusionelites.run.job.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The table of all searches, one line each in the order of the manifest, whether it is finished or not. It depends on
 * the manifest and the records alone: the same records give the same bytes, in whichever order searches ended and
 * however often the job was interrupted.
 *
 * <p>Columns: {@code row}, {@code id}, {@code seed}; {@code status}, which is {@code reached} or {@code not reached}
 * where there is a target, {@code finished} where there is none, and {@code unfinished}; {@code reason}, as
 * {@link io.github.diffusionelites.search.StopReason} in lower case; {@code reward} at final fidelity, {@code target},
 * {@code generation} and {@code individual} of the best, {@code inner_reward} and {@code inner_generation} of the best in
 * the loop, {@code elites}, {@code generations}, {@code evaluations}, {@code nans}; then the reward parameters by their
 * names, with an underscore behind a name that is taken. What a search does not have, and NaN, is empty in CSV and null
 * in Parquet.
 */
public final class SearchTable implements Table {

    private final Manifest manifest;
    private final Map<Integer, SearchRecord> records;
    private final List<SearchColumn> columns;

    /**
     * Makes the table.
     *
     * @param records of finished searches by row
     */
    public SearchTable(Manifest manifest, Map<Integer, SearchRecord> records) {
        this.manifest = manifest;
        this.records = records;
        this.columns = columns(manifest);
    }

    @Override
    public List<TableColumn> columns() {
        return columns.stream().map(SearchColumn::column).toList();
    }

    @Override
    public int rows() {
        return manifest.searches().size();
    }

    @Override
    public @Nullable Object value(int row, int column) {
        return columns.get(column).value().apply(new Line(manifest.searches().get(row), records.get(row)));
    }

    /**
     * Writes the table as CSV (RFC 4180, UTF-8, floats as the shortest decimals that read back the same); one that is
     * there is replaced.
     *
     * @throws UncheckedIOException if that fails; what was there before is still there
     */
    public void writeCsv(Path file) {
        write(file, stream -> new CsvTable(stream).write(this));
    }

    /**
     * Writes the table as Parquet; one that is there is replaced.
     *
     * @throws UncheckedIOException if that fails; what was there before is still there
     */
    public void writeParquet(ParquetFormat format, Path file) {
        write(file, stream -> format.write(this, stream));
    }

    private void write(Path file, DurableFiles.Contents contents) {
        try {
            DurableFiles.SYSTEM.replace(file, contents);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The table of " + manifest.searches().size() + " searches cannot be written to " + file + " ("
                            + FileProblem.of(e) + "); check the free space and the rights of the directory.",
                    e);
        }
    }

    private static List<SearchColumn> columns(Manifest manifest) {
        List<SearchColumn> columns = new ArrayList<>(List.of(
                new SearchColumn(
                        "row", TableColumn.Type.INT32, line -> line.search().row()),
                new SearchColumn(
                        "id", TableColumn.Type.INT32, line -> line.search().id()),
                new SearchColumn(
                        "seed", TableColumn.Type.INT64, line -> line.search().seed()),
                new SearchColumn("status", TableColumn.Type.TEXT, SearchTable::status),
                column("reason", TableColumn.Type.TEXT, SearchTable::reason),
                column("reward", TableColumn.Type.FLOAT, record -> number(record.reward())),
                new SearchColumn("target", TableColumn.Type.DOUBLE, SearchTable::target),
                column("generation", TableColumn.Type.INT32, record -> place(record.generation())),
                column("individual", TableColumn.Type.INT32, record -> place(record.individual())),
                column("inner_reward", TableColumn.Type.FLOAT, record -> number(record.innerReward())),
                column("inner_generation", TableColumn.Type.INT32, record -> place(record.innerGeneration())),
                column("elites", TableColumn.Type.INT32, SearchRecord::elites),
                column("generations", TableColumn.Type.INT32, SearchRecord::generations),
                column("evaluations", TableColumn.Type.INT64, SearchRecord::evaluations),
                column("nans", TableColumn.Type.INT64, SearchRecord::nans)));
        Set<String> taken = new HashSet<>();
        columns.forEach(each -> taken.add(each.column().name()));
        for (int p = 0; p < manifest.parameterNames().size(); p++) {
            int place = p;
            String name = manifest.parameterNames().get(p);
            while (!taken.add(name)) {
                name += "_";
            }
            columns.add(new SearchColumn(name, TableColumn.Type.FLOAT, line -> parameter(line, place)));
        }
        return List.copyOf(columns);
    }

    private static SearchColumn column(
            String name, TableColumn.Type type, Function<SearchRecord, @Nullable Object> value) {
        return new SearchColumn(name, type, line -> line.record() == null ? null : value.apply(line.record()));
    }

    private static String status(Line line) {
        if (line.record() == null) {
            return "unfinished";
        }
        if (!line.search().rules().hasTarget()) {
            return "finished";
        }
        return line.record().reached() ? "reached" : "not reached";
    }

    private static String reason(SearchRecord record) {
        return record.reason().name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Object target(Line line) {
        double target = line.search().rules().target();
        return Double.isNaN(target) ? null : target;
    }

    private static @Nullable Object number(double reward) {
        return Double.isNaN(reward) ? null : (Object) (float) reward;
    }

    private static @Nullable Object place(int place) {
        return place < 0 ? null : place;
    }

    private static @Nullable Object parameter(Line line, int place) {
        float[] parameters = line.search().instance().rewardParameters();
        return place < parameters.length ? parameters[place] : null;
    }

    /** A search and what is known of it, which is nothing while it is not finished. */
    private record Line(ManifestSearch search, @Nullable SearchRecord record) {}

    /** A column, and its value of a search. */
    private record SearchColumn(TableColumn column, Function<Line, @Nullable Object> value) {

        SearchColumn(String name, TableColumn.Type type, Function<Line, @Nullable Object> value) {
            this(new TableColumn(name, type), value);
        }
    }
}
