package io.github.diffusionelites.device;

/**
 * Wishes for a plan. Results do not depend on them.
 *
 * @param chunkRows rows that a lane works on at once, or 0 for the device's own choice; rounded up to its tile
 * @param lanes chunks in flight, or 0 for the device's own choice; at most the device's lanes
 */
public record PlanOptions(int chunkRows, int lanes) {

    /** The device's own choice. */
    public static final PlanOptions AUTO = new PlanOptions(0, 0);

    /** Checks the wishes. */
    public PlanOptions {
        if (chunkRows < 0 || lanes < 0) {
            throw new IllegalArgumentException(
                    "Chunk rows and lanes must be 0 (automatic) or more, but are " + chunkRows + " and " + lanes + ".");
        }
    }
}
