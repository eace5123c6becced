package io.github.diffusionelites.batch.store;

import io.github.diffusionelites.batch.ManifestSearch;
import io.github.diffusionelites.batch.SearchRecord;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of the table of all searches.
 *
 * @param name of the column
 * @param type of its values
 * @param value of a search: an {@code Integer}, {@code Long}, {@code Float}, {@code Double} or {@code String} as the
 *     type says; null where there is none
 */
record TableColumn(String name, Type type, Function<Line, @Nullable Object> value) {

    /** What values are. */
    enum Type {
        INT32,
        INT64,
        FLOAT,
        DOUBLE,
        TEXT
    }

    /**
     * A search and what is known of it.
     *
     * @param record null while it is not finished
     */
    record Line(ManifestSearch search, @Nullable SearchRecord record) {}

    /** Checks that nothing is missing. */
    TableColumn {
        Objects.requireNonNull(name, "name");
    }
}
