package io.github.diffusionelites.device.engine;

import io.github.diffusionelites.device.DeviceMemoryException;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Recording;

/**
 * Chooses the rows of a chunk and the lanes of a program: what was wished for; where nothing was, what is fast, or less
 * where memory is short. Results do not depend on the choice.
 *
 * @param tile rows that a lane works on at once at least; chunks are multiples of it
 * @param leastChunkRows rows of a chunk that are not shared out to keep lanes busy, where nobody asks for a number
 * @param mostChunkRows rows of a chunk where nobody asks for a number, a multiple of the tile
 * @param rowBytes of the workspace for one row
 * @param scratchBytes that each lane needs beside its workspace, whatever the rows
 * @param deviceLanes lanes of the device
 * @param memory that the device has left
 */
public record Planner(
        int tile,
        int leastChunkRows,
        int mostChunkRows,
        long rowBytes,
        long scratchBytes,
        int deviceLanes,
        HeldMemory memory) {

    /** Keeps all lanes busy to the end. */
    private static final long CHUNKS_OF_A_LANE = 4;

    /**
     * Returns the plan of a recording.
     *
     * @param precision that its networks have
     * @throws DeviceMemoryException if it does not fit, nor a smaller one where the wishes leave the choice
     */
    public Plan plan(Recording recording, PlanOptions options, Precision precision) {
        int lanes = options.lanes() == 0 ? deviceLanes : Math.min(options.lanes(), deviceLanes);
        long rows = recording.rows();
        long wanted = options.chunkRows() == 0
                ? Math.clamp(Math.ceilDiv(rows, CHUNKS_OF_A_LANE * lanes), leastChunkRows, mostChunkRows)
                : options.chunkRows();
        int chunkRows = Math.toIntExact(Math.ceilDiv(Math.min(wanted, rows), (long) tile) * tile);
        while (options.chunkRows() == 0 && chunkRows > tile && !fits(chunkRows, used(lanes, rows, chunkRows))) {
            chunkRows = Math.ceilDiv(chunkRows / 2, tile) * tile;
        }
        if (options.lanes() == 0) {
            lanes = used(lanes, rows, chunkRows);
        }
        while (options.lanes() == 0 && lanes > 1 && !fits(chunkRows, lanes)) {
            lanes--;
        }
        long bytes = bytes(chunkRows, lanes);
        String what = "the workspace of " + lanes + (lanes == 1 ? " lane" : " lanes") + " with chunks of " + chunkRows
                + " rows";
        int chosen = lanes;
        memory.require(bytes, what, () -> smaller(recording, options, chosen));
        int operations =
                recording.individualPart().size() + recording.populationPart().size();
        return new Plan(recording.rows(), chunkRows, lanes, bytes, operations, precision);
    }

    /** A lane without a chunk needs no workspace. */
    private static int used(int lanes, long rows, int chunkRows) {
        return (int) Math.min(lanes, Math.ceilDiv(rows, (long) chunkRows));
    }

    private boolean fits(int chunkRows, int lanes) {
        return bytes(chunkRows, lanes) <= memory.free();
    }

    /** Bytes of all lanes; the largest number where there are more. */
    private long bytes(int chunkRows, int lanes) {
        long ofLane = rowBytes > (Long.MAX_VALUE - scratchBytes) / chunkRows
                ? Long.MAX_VALUE
                : rowBytes * chunkRows + scratchBytes;
        return ofLane > Long.MAX_VALUE / lanes ? Long.MAX_VALUE : ofLane * lanes;
    }

    /** Which chunks would fit, and the population whose own choice they are. */
    private String smaller(Recording recording, PlanOptions options, int lanes) {
        long left = memory.free() / lanes - scratchBytes;
        long chunkRows = left < 0 || rowBytes == 0 ? 0 : left / rowBytes / tile * tile;
        if (options.chunkRows() == 0 || chunkRows == 0) {
            return "not even chunks of " + tile + " rows would fit; use "
                    + (lanes == 1 ? "a smaller network" : "fewer lanes or a smaller network");
        }
        long individuals = chunkRows / recording.searches();
        return "chunks of at most " + chunkRows + " rows would fit"
                + (individuals < 1 ? "" : ", and so would a population of at most " + individuals);
    }
}
