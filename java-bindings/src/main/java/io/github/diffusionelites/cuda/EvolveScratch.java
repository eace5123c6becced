package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Recording;

/**
 * What the kernels of a step of Diffusion Evolution leave for each other: addresses, each at a multiple of 16.
 *
 * @param logWeight float32 of each row
 * @param blockSums float64 of each block of rows and coordinate
 * @param centre float64 of each coordinate
 * @param tops float32 of each row
 * @param sums float64 of each row
 * @param squares float64 of each row
 * @param bytes of all
 */
record EvolveScratch(long logWeight, long blockSums, long centre, long tops, long sums, long squares, long bytes) {

    private static final long ALIGNMENT = 16;

    /** Lays them out from an address on. */
    static EvolveScratch of(Recording recording, Operation.Evolve evolve, long address) {
        long rows = recording.rows();
        long coordinates = (long) recording.searches() * evolve.rows().width();
        long blockSums = address + aligned(rows * Float.BYTES);
        long centre = blockSums + aligned(coordinates * PopulationKernels.rowBlocks(recording) * Double.BYTES);
        long tops = centre + aligned(coordinates * Double.BYTES);
        long sums = tops + aligned(rows * Float.BYTES);
        long squares = sums + aligned(rows * Double.BYTES);
        long end = squares + aligned(rows * Double.BYTES);
        return new EvolveScratch(address, blockSums, centre, tops, sums, squares, end - address);
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }
}
