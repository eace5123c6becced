package io.github.diffusionelites.batch.store;

import java.util.Optional;

/**
 * Sizes of what the searches of a job find, by which the layout of {@link ResultShards} is fixed.
 *
 * @param searches of the manifest
 * @param channels of a sample
 * @param length positions of a sample
 * @param latent coordinates of a latent
 * @param elites the most that a search of the job can have
 */
public record ResultShape(int searches, int channels, int length, int latent, int elites) {

    /** Bytes of the elites' samples of one search at most; of a search with more, the best are kept. */
    static final long MOST_ELITE_BYTES = 1L << 22;

    /** Bytes of the data of a file at most, if one search does not need more. */
    static final long MOST_FILE_BYTES = 1L << 26;

    /** Checks the ranges. */
    public ResultShape {
        if (searches < 1 || channels < 1 || length < 1 || latent < 1 || elites < 0) {
            throw new IllegalArgumentException("Results need at least one search, channel, position and coordinate, but"
                    + " have " + searches + ", " + channels + ", " + length + " and " + latent + ", and " + elites
                    + " elites.");
        }
        if ((long) channels * length > Integer.MAX_VALUE / Float.BYTES || latent > Integer.MAX_VALUE / Float.BYTES) {
            throw new IllegalArgumentException("A sample of " + channels + " x " + length + " or a latent of " + latent
                    + " floats is too large for the arrays of results.");
        }
    }

    /** Returns the floats of a sample. */
    public int sample() {
        return channels * length;
    }

    /**
     * Returns how many elites of a search are kept: fewer than {@link #elites} where they would take more than 4 MiB,
     * none where a single one does.
     */
    public int keptElites() {
        return (int) Math.min(elites, MOST_ELITE_BYTES / ((long) Float.BYTES * sample()));
    }

    /** Returns a sentence for a person where not all elites are kept. */
    public Optional<String> limitation() {
        if (keptElites() == elites) {
            return Optional.empty();
        }
        return Optional.of("Of the up to " + elites + " elites of a search "
                + (keptElites() == 0 ? "none" : "the best " + keptElites()) + " are kept, as a sample has "
                + (long) Float.BYTES * sample() + " bytes and the elites of a search take at most " + MOST_ELITE_BYTES
                + ".");
    }

    /**
     * Returns how many searches share a file of each kind: as many as keep the largest file at 64 MiB, at least one.
     */
    public int rowsPerFile() {
        long largest = (long) Float.BYTES * Math.max(latent, Math.max(1L, keptElites()) * sample());
        return Math.clamp(MOST_FILE_BYTES / largest, 1, searches);
    }

    /** Returns the number of files of each kind. */
    public int files() {
        return (searches - 1) / rowsPerFile() + 1;
    }

    /** Returns how many searches the file of this number holds. */
    int rowsOf(int file) {
        return Math.min(rowsPerFile(), searches - file * rowsPerFile());
    }
}
