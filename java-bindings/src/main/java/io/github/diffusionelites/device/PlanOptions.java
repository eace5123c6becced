package io.github.diffusionelites.device;

import java.util.Objects;

/**
 * Wishes for a plan. Results depend on the precision only.
 *
 * @param chunkRows rows that a lane works on at once, or 0 for the device's own choice; rounded up to its tile
 * @param lanes chunks in flight, or 0 for the device's own choice; at most the device's lanes. What is left to the
 *     device is less where memory is short
 * @param precision of networks
 */
public record PlanOptions(int chunkRows, int lanes, Precision precision) {

    /** The device's own choice. */
    public static final PlanOptions AUTO = new PlanOptions(0, 0, Precision.AUTO);

    /** Checks the wishes. */
    public PlanOptions {
        Objects.requireNonNull(precision, "precision");
        if (chunkRows < 0 || lanes < 0) {
            throw new IllegalArgumentException(
                    "Chunk rows and lanes must be 0 (automatic) or more, but are " + chunkRows + " and " + lanes + ".");
        }
    }

    /** Wishes for chunks and lanes, at the device's own precision. */
    public PlanOptions(int chunkRows, int lanes) {
        this(chunkRows, lanes, Precision.AUTO);
    }

    /** Returns the same wishes at another precision. */
    public PlanOptions withPrecision(Precision other) {
        return new PlanOptions(chunkRows, lanes, other);
    }
}
