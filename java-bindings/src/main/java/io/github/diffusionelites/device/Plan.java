package io.github.diffusionelites.device;

/**
 * How a program runs.
 *
 * @param rows individuals of all searches
 * @param chunkRows rows that a lane works on at once
 * @param lanes chunks in flight
 * @param workspaceBytes memory for intermediate values and for what operations on individuals need while they run, all
 *     lanes together; population-wide operations take some more for as long as they run
 * @param operations recorded operations
 * @param precision of networks, {@link Precision#FLOAT32} or {@link Precision#BFLOAT16}
 * @param pinnedBytes host memory that is pinned for samples and rewards on their way between the device and a reward
 *     computed by Java; 0 where there is none, or where the host is the device
 */
public record Plan(
        long rows,
        int chunkRows,
        int lanes,
        long workspaceBytes,
        int operations,
        Precision precision,
        long pinnedBytes) {

    /** A plan that pins no memory. */
    public Plan(long rows, int chunkRows, int lanes, long workspaceBytes, int operations, Precision precision) {
        this(rows, chunkRows, lanes, workspaceBytes, operations, precision, 0);
    }

    /** Returns this plan with another size of pinned memory. */
    public Plan withPinnedBytes(long bytes) {
        return new Plan(rows, chunkRows, lanes, workspaceBytes, operations, precision, bytes);
    }

    /** Returns the number of chunks. */
    public long chunks() {
        return (rows + chunkRows - 1) / chunkRows;
    }
}
