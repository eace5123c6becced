package io.github.diffusionelites.batch;

import java.util.Objects;

/**
 * Where the searches of a manifest come from.
 *
 * @param kind of the table
 * @param file with the table, the job itself where it stands in there, absolute; empty where there is none
 */
public record ManifestSource(Kind kind, String file) {

    /** A manifest that a program made. */
    public static final ManifestSource PROGRAM = new ManifestSource(Kind.PROGRAM, "");

    /** Kinds of tables. */
    public enum Kind {
        /** A file of comma-separated values. */
        CSV,
        /** A file with a JSON object on each line. */
        NDJSON,
        /** A NumPy array. */
        NPY,
        /** A list in the job. */
        SEARCHES,
        /** The Cartesian product of lists in the job. */
        GRID,
        /** Objects of Java. */
        PROGRAM
    }

    /** Checks that nothing is missing. */
    public ManifestSource {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(file, "file");
    }
}
