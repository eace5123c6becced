package io.github.diffusionelites.bench.suite.timing;

/**
 * How many copies of a program take turns, each with buffers of its own, so that what one turn leaves in the
 * second-level cache is of no use to the next.
 *
 * @param copies at least 1
 */
record Rotation(int copies) {

    /** More would take long to fill, and the filling in front of each launch empties the cache for small programs. */
    private static final int MOST = 4;

    /** Memory that is left to others. */
    private static final double SHARE = 0.8;

    /**
     * Returns as many copies as exceed the cache twice, at least 2 where they fit into the memory.
     *
     * @param cacheBytes of the second-level cache
     * @param bytes that one copy holds
     * @param freeBytes of the device, with that one there
     */
    static Rotation past(long cacheBytes, long bytes, long freeBytes) {
        long wanted = Math.clamp(Math.ceilDiv(2 * cacheBytes, Math.max(1, bytes)), 2, MOST);
        long fitting = 1 + (long) (SHARE * freeBytes / Math.max(1, bytes));
        return new Rotation((int) Math.min(wanted, fitting));
    }

    /** Returns whose turn it is, from 0. */
    int turn(int number) {
        return number % copies;
    }
}
