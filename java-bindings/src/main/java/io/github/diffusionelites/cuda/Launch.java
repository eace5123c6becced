package io.github.diffusionelites.cuda;

/**
 * A launch of a kernel.
 *
 * @param kernel its name
 * @param sharing how its work is shared out, which says what another geometry may change
 * @param blocks of the grid, at least 1
 * @param across threads of a block in its first dimension
 * @param down threads of a block in its second dimension
 * @param sharedBytes dynamic shared memory of a block
 * @param arguments its argument struct
 */
record Launch(String kernel, Sharing sharing, long blocks, int across, int down, int sharedBytes, Arguments arguments)
        implements Step {

    private static final int THREADS = Geometry.USUAL.threads();
    private static final long MOST_BLOCKS = Geometry.USUAL.blocks();

    /** Who takes items in turns. */
    enum Sharing {
        THREADS,
        ROWS,
        BLOCKS
    }

    /** A kernel whose threads take items in turns. */
    static Launch ofItems(String kernel, long items, Arguments arguments) {
        return ofThreads(kernel, items, arguments);
    }

    /** A kernel whose warps take items in turns. */
    static Launch ofWarps(String kernel, long items, Arguments arguments) {
        return ofThreads(kernel, items * 32, arguments);
    }

    private static Launch ofThreads(String kernel, long threads, Arguments arguments) {
        long blocks = Math.clamp(Math.ceilDiv(threads, THREADS), 1, MOST_BLOCKS);
        return new Launch(kernel, Sharing.THREADS, blocks, THREADS, 1, 0, arguments);
    }

    /** A kernel whose blocks take items in turns. */
    static Launch ofBlocks(String kernel, long items, int threads, int sharedBytes, Arguments arguments) {
        long blocks = Math.clamp(items, 1, MOST_BLOCKS);
        return new Launch(kernel, Sharing.BLOCKS, blocks, threads, 1, sharedBytes, arguments);
    }

    /** A kernel whose threads take parts of rows: as many side by side as a row has parts, as far as a block goes. */
    static Launch ofRows(String kernel, long rows, int parts, Arguments arguments) {
        int across = Math.min(THREADS, Math.max(1, Integer.highestOneBit(2 * parts - 1)));
        int down = THREADS / across;
        long blocks = Math.clamp(Math.ceilDiv(rows, down), 1, MOST_BLOCKS);
        return new Launch(kernel, Sharing.ROWS, blocks, across, down, 0, arguments);
    }

    @Override
    public Launch in(Geometry geometry) {
        int threads = geometry.threads();
        return switch (sharing) {
            case THREADS -> in(geometry, Math.ceilDiv(blocks * across, threads), threads, 1);
            case ROWS -> {
                int narrow = Math.min(across, threads);
                int low = threads / narrow;
                yield in(geometry, Math.ceilDiv(blocks * down, low), narrow, low);
            }
            case BLOCKS -> in(geometry, blocks, across, down);
        };
    }

    private Launch in(Geometry geometry, long wanted, int width, int height) {
        long some = Math.min(wanted, geometry.blocks());
        return new Launch(kernel, sharing, some, width, height, sharedBytes, arguments);
    }
}
