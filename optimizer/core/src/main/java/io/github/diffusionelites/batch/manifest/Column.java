package io.github.diffusionelites.batch.manifest;

/**
 * What rows may give a value for: in one list or number, as JSON and TOML write it, or in cells of a table, each a number
 * or a word.
 */
sealed interface Column permits SettingColumn, ParameterColumn {

    /** Returns the name. */
    String name();

    /** Returns how many cells hold a value of this column. */
    int cells();

    /** Returns the name of a cell. */
    String cellName(int index);

    /** Says what is wrong with a value, to go on after a colon; empty if it fits. */
    String misfit(Object value);

    /** Takes a value that fits. */
    void assign(Object value, RowValues row);

    /** Says what is wrong with the value of a cell, to go on after a colon; empty if it fits. */
    String misfit(int index, Object value);

    /** Takes the value of a cell that fits. */
    void assign(int index, Object value, RowValues row);

    /** Returns whether values are words. */
    boolean isWord();
}
