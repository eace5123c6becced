package io.github.diffusionelites.batch.manifest;

import io.github.diffusionelites.batch.ManifestSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where a job says that its searches are. */
public sealed interface TableSource {

    /**
     * A file.
     *
     * @param path of it
     * @param kind of table
     * @param columns of an array; empty for other kinds
     * @param line of the job that names the columns
     */
    record File(Path path, ManifestSource.Kind kind, List<String> columns, int line) implements TableSource {

        /** Copies the list. */
        public File {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A list in the job.
     *
     * @param rows in order
     */
    record Searches(List<Row> rows) implements TableSource {

        /** Copies the list. */
        public Searches {
            rows = List.copyOf(rows);
        }
    }

    /**
     * A search in the job.
     *
     * @param line of the job
     * @param values by key: numbers, words, and lists of them
     */
    record Row(int line, Map<String, Object> values) {}

    /**
     * The product of lists in the job.
     *
     * @param axes of it, at least one; the last runs fastest
     */
    record Grid(List<Axis> axes) implements TableSource {

        /** Copies the list. */
        public Grid {
            axes = List.copyOf(axes);
        }
    }

    /**
     * A list of the product.
     *
     * @param key of the values
     * @param line of the job
     * @param values at least one
     */
    record Axis(String key, int line, List<Object> values) {

        /** Copies the list. */
        public Axis {
            values = List.copyOf(values);
        }
    }

    /** Returns the kind of table that the name of a file tells; nothing if none is known. */
    static Optional<ManifestSource.Kind> kindOf(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "csv" -> Optional.of(ManifestSource.Kind.CSV);
            case "ndjson", "jsonl" -> Optional.of(ManifestSource.Kind.NDJSON);
            case "npy" -> Optional.of(ManifestSource.Kind.NPY);
            default -> Optional.empty();
        };
    }
}
