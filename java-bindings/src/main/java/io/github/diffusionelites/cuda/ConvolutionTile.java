package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Precision;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * The tiles that the kernels of a convolution come in: lines (row, position) by output channels. Sums do not depend on
 * the tile, so that the choice is about time alone.
 */
enum ConvolutionTile {
    TILE_128X128(128, 128, 4, 2),
    TILE_64X256(64, 256, 2, 4),
    TILE_128X64(128, 64, 4, 2),
    TILE_64X64(64, 64, 4, 2),
    TILE_128X32(128, 32, 8, 1);

    /** As in the kernel's source. */
    static final int THREADS = 256;

    /** Bytes of channels in one product of a warp. */
    static final int STEP_BYTES = 32;

    private static final int SLAB_STEPS = 4;
    private static final int WEIGHT_BYTES = 512;
    private static final int WEIGHT_SLOTS = 3;

    /** Products of a multiprocessor's tensor cores in the time that a byte comes from its shared memory, in bfloat16. */
    private static final int PRODUCTS_OF_BYTE = 2048 / 128;

    private final int lines;
    private final int columns;
    private final int warpsDown;
    private final int warpsAcross;

    ConvolutionTile(int lines, int columns, int warpsDown, int warpsAcross) {
        this.lines = lines;
        this.columns = columns;
        this.warpsDown = warpsDown;
        this.warpsAcross = warpsAcross;
    }

    /** Returns the kernel for a precision. */
    String kernel(Precision precision) {
        return "convolve_" + (precision == Precision.BFLOAT16 ? "bf16_" : "f32_") + lines + "x" + columns;
    }

    /**
     * Returns the tile that takes least time for all rows among those that hold what the norm needs; nothing if none
     * does, and the norm must be a pass of its own.
     */
    static Optional<ConvolutionTile> withNorm(
            Operation.Convolve operation, Precision precision, long rows, CudaLimits limits) {
        return fastest(operation, precision, operation.epilogue().norm(), rows, limits);
    }

    /**
     * Returns the tile that takes least time for all rows and no norm.
     *
     * @throws IllegalArgumentException if no block has the shared memory
     */
    static ConvolutionTile withoutNorm(
            Operation.Convolve operation, Precision precision, long rows, CudaLimits limits) {
        return fastest(operation, precision, Norm.NONE, rows, limits)
                .orElseThrow(() -> new IllegalArgumentException("A convolution with kernel "
                        + operation.convolution().kernel() + " and stride "
                        + operation.convolution().stride() + " of an input of length "
                        + operation.source().length()
                        + " needs more shared memory than a block of this device has, which is " + limits.sharedBytes()
                        + " bytes; use a smaller stride."));
    }

    private static Optional<ConvolutionTile> fastest(
            Operation.Convolve operation, Precision precision, Norm norm, long rows, CudaLimits limits) {
        return Arrays.stream(values())
                .filter(tile -> tile.holds(norm, operation)
                        && tile.sharedBytes(operation, precision, norm) <= limits.sharedBytes())
                .min(Comparator.comparingDouble(tile -> tile.cost(operation, rows, limits.multiprocessors())));
    }

    /** Returns the tiles of a number of rows. */
    long count(Operation.Convolve operation, long rows) {
        int length = operation.target().length();
        int rowsOfTile = lines / length;
        long down = rowsOfTile > 0 ? Math.ceilDiv(rows, (long) rowsOfTile) : rows * Math.ceilDiv(length, lines);
        return down * Math.ceilDiv(operation.target().channels(), columns);
    }

    /** Whole groups and rows, or all channels. */
    private boolean holds(Norm norm, Operation.Convolve operation) {
        int channels = operation.target().channels();
        return switch (norm) {
            case Norm.None() -> true;
            case Norm.Group group ->
                operation.target().length() <= lines
                        && (channels <= columns || columns % (channels / group.groups()) == 0);
            case Norm.Rms rms -> channels <= columns;
        };
    }

    /**
     * Waves of blocks, times the time of a tile for one channel, counted in products: those that it makes, and those
     * that could be made while warps read their operands. Every warp across reads its lines, every warp down its
     * columns.
     */
    private double cost(Operation.Convolve operation, long rows, int multiprocessors) {
        double waves = Math.ceilDiv(count(operation, rows), (long) multiprocessors);
        int bytes = Short.BYTES * (lines * warpsAcross + columns * warpsDown);
        return waves * (lines * columns + PRODUCTS_OF_BYTE * bytes);
    }

    /** Returns the dynamic shared memory of a block, laid out as in the kernel's source. */
    int sharedBytes(Operation.Convolve operation, Precision precision, Norm norm) {
        var convolution = operation.convolution();
        int elementBytes = precision == Precision.BFLOAT16 ? Short.BYTES : Float.BYTES;
        int slabSteps = Math.min(Math.ceilDiv(convolution.in() * elementBytes, STEP_BYTES), SLAB_STEPS);
        long slab = (long) seenLines(operation) * (slabSteps * STEP_BYTES + 16);
        long slabs = slab * (convolution.kernel() == 1 ? 3 : 2);
        long weights = (long) WEIGHT_SLOTS * slabSteps * (columns / 16) * WEIGHT_BYTES;
        long sums = (long) Float.BYTES * (lines * (columns + 8) + statistics(operation, norm));
        return (int) Math.min(SLAB_STEPS * STEP_BYTES + Math.max(slabs + weights, sums), Integer.MAX_VALUE);
    }

    /** Lines of the source that the windows of a tile see. */
    private int seenLines(Operation.Convolve operation) {
        int length = operation.source().length();
        int outLength = operation.target().length();
        int rows = lines / outLength;
        if (rows > 0) {
            return rows * length;
        }
        var convolution = operation.convolution();
        long seen = (lines - 1L) * convolution.stride() + convolution.kernel();
        return (int) Math.min(length, convolution.upsample() ? seen / 2 + 2 : seen);
    }

    private int statistics(Operation.Convolve operation, Norm norm) {
        int channels = operation.target().channels();
        return switch (norm) {
            case Norm.None() -> 0;
            case Norm.Group group -> {
                int groups = Math.ceilDiv(Math.min(columns, channels), channels / group.groups());
                yield 2 * groups * (lines / operation.target().length());
            }
            case Norm.Rms rms -> lines;
        };
    }
}
