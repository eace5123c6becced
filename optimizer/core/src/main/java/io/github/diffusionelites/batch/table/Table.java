package io.github.diffusionelites.batch.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of values under named columns. It does not change, and every call gives the same. */
public interface Table {

    /** Returns the columns; no two have the same name. */
    List<TableColumn> columns();

    /** Returns the number of rows, 0 or more. */
    int rows();

    /**
     * Returns a value.
     *
     * @param row from 0 up to {@link #rows()}
     * @param column its place in {@link #columns()}
     * @return an instance of the class that {@link TableColumn.Type} names for the column; null where there is no value
     * @throws IndexOutOfBoundsException if there is no such row or column
     */
    @Nullable
    Object value(int row, int column);
}
