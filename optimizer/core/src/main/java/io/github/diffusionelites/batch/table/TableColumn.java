package io.github.diffusionelites.batch.table;

import java.util.Objects;

/**
 * A column of a table.
 *
 * @param name of the column, any text
 * @param type of its values
 */
public record TableColumn(String name, Type type) {

    /** What values are. */
    public enum Type {
        /** {@link Integer}. */
        INT32,
        /** {@link Long}. */
        INT64,
        /** {@link Float}. */
        FLOAT,
        /** {@link Double}. */
        DOUBLE,
        /** {@link String}. */
        TEXT
    }

    /** Checks that nothing is missing. */
    public TableColumn {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
    }
}
