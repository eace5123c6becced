package io.github.diffusionelites.cuda;

/**
 * A launch of a kernel.
 *
 * @param kernel its name
 * @param blocks of the grid, at least 1
 * @param across threads of a block in its first dimension
 * @param down threads of a block in its second dimension
 * @param sharedBytes dynamic shared memory of a block
 * @param arguments its argument struct
 */
record Launch(String kernel, long blocks, int across, int down, int sharedBytes, Arguments arguments) {

    /** Threads of a block where nothing asks for another number. */
    private static final int THREADS = 256;

    /** Blocks beyond which threads take turns: enough for every multiprocessor to choose from. */
    private static final long MOST_BLOCKS = 1 << 16;

    /** A kernel whose threads take items in turns. */
    static Launch ofItems(String kernel, long items, Arguments arguments) {
        return ofBlocks(kernel, Math.ceilDiv(items, THREADS), THREADS, 0, arguments);
    }

    /** A kernel whose warps take items in turns. */
    static Launch ofWarps(String kernel, long items, Arguments arguments) {
        return ofBlocks(kernel, Math.ceilDiv(items * 32, THREADS), THREADS, 0, arguments);
    }

    /** A kernel whose blocks take items in turns. */
    static Launch ofBlocks(String kernel, long items, int threads, int sharedBytes, Arguments arguments) {
        return new Launch(kernel, Math.clamp(items, 1, MOST_BLOCKS), threads, 1, sharedBytes, arguments);
    }

    /** A kernel whose threads take parts of rows: as many side by side as a row has parts, as far as a block goes. */
    static Launch ofRows(String kernel, long rows, int parts, Arguments arguments) {
        int across = Math.min(THREADS, Math.max(1, Integer.highestOneBit(2 * parts - 1)));
        int down = THREADS / across;
        return new Launch(kernel, Math.clamp(Math.ceilDiv(rows, down), 1, MOST_BLOCKS), across, down, 0, arguments);
    }
}
