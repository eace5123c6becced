package io.github.diffusionelites.run.job;

import io.github.diffusionelites.batch.ManifestSource;
import io.github.diffusionelites.batch.manifest.TableSource;
import io.github.diffusionelites.search.SearchInstance;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The section [manifest] of a job: where its searches are.
 *
 * @param source of them; one without rows where something was refused
 * @param firstId id of the first one, where they have none of their own
 */
record ManifestSection(TableSource source, int firstId) {

    private static final List<String> SOURCES = List.of("file", "searches", "grid");

    /**
     * Reads the section.
     *
     * @param job its file, against which the path of a table is resolved
     */
    static ManifestSection read(Section section, Path job) {
        int firstId = section.integer("first_id", 0, SearchInstance.ID_LIMIT - 1, 0);
        List<String> given = SOURCES.stream().filter(section::has).toList();
        TableSource source = new TableSource.Searches(List.of());
        if (given.size() > 1) {
            section.problem(
                    given.getLast(),
                    "stands beside \"" + given.getFirst() + "\", but the searches come from one table; leave one out");
        } else if (given.isEmpty()) {
            section.problem("one of \"file\", \"searches\" and \"grid\" is missing; name the table of the searches");
        } else {
            source = switch (given.getFirst()) {
                case "file" -> file(section, job);
                case "searches" -> searches(section.tables("searches"));
                default -> grid(section.table("grid", true));
            };
        }
        if (section.has("columns") && !(source instanceof TableSource.File)) {
            section.problem("columns", "is of use with an .npy file alone; leave it out");
        }
        section.finish();
        return new ManifestSection(source, firstId);
    }

    private static TableSource file(Section section, Path job) {
        String name = section.text("file", null);
        String allowed = "a file whose name ends in .csv, .ndjson, .jsonl or .npy";
        List<String> columns = List.of();
        try {
            Path path = job.resolveSibling(name);
            Optional<ManifestSource.Kind> kind = TableSource.kindOf(path);
            if (kind.equals(Optional.of(ManifestSource.Kind.NPY))) {
                columns = section.texts("columns");
            } else if (section.has("columns")) {
                section.problem("columns", "is of use with an .npy file alone; leave it out");
            }
            if (kind.isPresent()) {
                return new TableSource.File(path, kind.get(), columns, section.lineOf("columns"));
            }
        } catch (InvalidPathException e) {
            allowed = "the path of a file";
        }
        if (!name.isEmpty()) {
            section.refuse("file", name, allowed);
        }
        return new TableSource.File(job, ManifestSource.Kind.CSV, columns, section.line());
    }

    private static TableSource searches(List<Section> sections) {
        List<TableSource.Row> rows = new ArrayList<>(sections.size());
        for (Section section : sections) {
            Map<String, Object> values = new LinkedHashMap<>();
            section.entries().forEach(entry -> values.put(entry.key(), entry.value()));
            rows.add(new TableSource.Row(section.line(), values));
        }
        return new TableSource.Searches(rows);
    }

    private static TableSource grid(Section section) {
        List<TableSource.Axis> axes = new ArrayList<>();
        for (Section.Entry entry : section.entries()) {
            if (entry.value() instanceof List<?> list && !list.isEmpty()) {
                axes.add(new TableSource.Axis(entry.key(), entry.line(), List.copyOf(list)));
            } else {
                section.refuse(entry, "a list of at least one value, such as seed = [1, 2]");
            }
        }
        if (section.entries().isEmpty()) {
            section.problem("it has no list; name at least one, such as seed = [1, 2]");
        }
        return new TableSource.Grid(axes);
    }
}
