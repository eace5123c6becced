package io.github.diffusionelites.cuda;

/**
 * How rows of rewards that are too long for one block are parted, and what the kernels of a selection over their parts
 * leave for each other, as in row_parts.h: addresses, each at a multiple of 16.
 *
 * @param part rewards of a part
 * @param parts of a row
 * @param surveys 16 bytes of each part of each search
 * @param joined 16 bytes of each search
 * @param bins int32 of each search, pass, place and bin
 * @param places 8 bytes of each search, pass (and of the end) and place
 * @param own what the operation itself keeps of each part of each search
 * @param end the address behind all
 */
record RowPartsScratch(int part, int parts, long surveys, long joined, long bins, long places, long own, long end) {

    /**
     * The longest row that one block selects from: its keys (48 KiB) and the five histograms of the statistics (42 KiB)
     * fit into the 99 KiB of shared memory that a block of every GPU since compute capability 8.0 can have, and six
     * launches cost more than one block's passes over fewer keys.
     */
    private static final int LONGEST_WHOLE_ROW = 12_288;

    /** Enough for a block's passes to cost more than its scan of the bins, few enough to occupy a device. */
    private static final int LEAST_PART = 4096;

    /** About so many: each block adds its bins to those of the row. */
    private static final int MOST_PARTS = 1024;

    private static final int PART_UNIT = 1024;
    private static final long ALIGNMENT = 16;
    private static final long SURVEY_BYTES = 16;
    private static final long PLACE_BYTES = 8;
    private static final int PASSES = 3;
    private static final long BINS = 2048;

    /** Whether one block selects from a whole row. */
    static boolean isWhole(int individuals) {
        return individuals <= LONGEST_WHOLE_ROW;
    }

    /**
     * Lays them out from an address on.
     *
     * @param selected places of the order that are looked for at once
     * @param ownBytes what the operation itself keeps of each part of each search
     */
    static RowPartsScratch of(int searches, int individuals, int selected, long ownBytes, long address) {
        int wanted = Math.ceilDiv(Math.ceilDiv(individuals, MOST_PARTS), PART_UNIT) * PART_UNIT;
        int part = Math.max(LEAST_PART, wanted);
        int parts = Math.ceilDiv(individuals, part);
        long joined = address + SURVEY_BYTES * parts * searches;
        long bins = joined + SURVEY_BYTES * searches;
        long places = bins + BINS * searches * PASSES * selected * Integer.BYTES;
        long own = places + aligned(PLACE_BYTES * searches * (PASSES + 1) * selected);
        long end = own + aligned(ownBytes * parts * searches);
        return new RowPartsScratch(part, parts, address, joined, bins, places, own, end);
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }
}
