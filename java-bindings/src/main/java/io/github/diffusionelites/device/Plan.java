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
 */
public record Plan(long rows, int chunkRows, int lanes, long workspaceBytes, int operations, Precision precision) {

    /** Returns the number of chunks. */
    public long chunks() {
        return (rows + chunkRows - 1) / chunkRows;
    }
}
