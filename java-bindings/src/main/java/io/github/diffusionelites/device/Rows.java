package io.github.diffusionelites.device;

/** Float32 vectors, one for each individual, at the edge layout: {@code [rows, width]}, row-major. */
public sealed interface Rows {

    /** Returns the floats of a row. */
    int width();

    /**
     * Rows that outlive a run: a buffer whose leading dimensions are searches and individuals.
     *
     * @param buffer float32, {@code [searches, individuals, ...]}
     * @param width product of the dimensions behind the second
     */
    record Stored(Buffer buffer, int width) implements Rows {}

    /**
     * An intermediate value, alive between its first and its last use in a chunk.
     *
     * @param id its number in the recording
     * @param width floats of a row
     */
    record Scratch(int id, int width) implements Rows {}
}
