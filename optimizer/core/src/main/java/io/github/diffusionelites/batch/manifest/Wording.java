package io.github.diffusionelites.batch.manifest;

/**
 * How messages call the places of a kind of table.
 *
 * @param before the number of a row
 * @param after the number of a row
 * @param column a column
 */
record Wording(String before, String after, String column) {

    /** Files of text, whose rows are lines from 1, and arrays, whose rows count from 0. */
    static final Wording TABLE = new Wording("row ", "", "column");

    /** Lines of JSON, from 1. */
    static final Wording OBJECTS = new Wording("row ", "", "key");

    /** Tables in a job, by the line of the job. */
    static final Wording JOB = new Wording("line ", "", "key");

    /** Rows of a product, from 0. */
    static final Wording GRID = new Wording("row ", " of [manifest.grid]", "key");

    String place(long row) {
        return before + row + after;
    }

    String place(long row, String name) {
        return place(row) + ", " + column + " \"" + name + "\"";
    }
}
