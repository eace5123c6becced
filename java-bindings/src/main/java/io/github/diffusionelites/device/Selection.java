package io.github.diffusionelites.device;

import java.util.ArrayList;
import java.util.List;

/**
 * Who was selected, for each search. A host may write it too: an index or a count that is out of range is taken as the
 * nearest within.
 *
 * @param elites indices of the elites, ascending, {@code I32 [searches, individuals]}; the first {@code count} count
 * @param summary {@code I32 [searches, 4]}: number of elites, number of NaN rewards, {@link Status}, index of the best
 *     individual (-1 if all rewards are NaN)
 * @param threshold reward of the worst elite, {@code F32 [searches]}; NaN without elites
 */
public record Selection(Buffer elites, Buffer summary, Buffer threshold) implements AutoCloseable {

    /** Column of the number of elites. */
    public static final int COUNT = 0;
    /** Column of the number of NaN rewards. */
    public static final int NANS = 1;
    /** Column of the {@link Status}. */
    public static final int STATUS = 2;
    /** Column of the index of the best individual. */
    public static final int BEST = 3;
    /** Columns of {@link #summary}. */
    public static final int SUMMARY = 4;

    /** Allocates the buffers for a selection among {@code individuals} in each of {@code searches}. */
    public static Selection allocate(Device device, int searches, int individuals) {
        List<Buffer> allocated = new ArrayList<>();
        boolean whole = false;
        try {
            allocated.add(device.allocate(ElementType.I32, searches, individuals));
            allocated.add(device.allocate(ElementType.I32, searches, SUMMARY));
            allocated.add(device.allocate(ElementType.F32, searches));
            whole = true;
            return new Selection(allocated.get(0), allocated.get(1), allocated.get(2));
        } finally {
            if (!whole) {
                allocated.forEach(Buffer::close);
            }
        }
    }

    @Override
    public void close() {
        try (elites;
                summary;
                threshold) {
            // Each is closed whatever befalls the others.
        }
    }

    /** Whether a proposal can be refitted; the value stands in the summary. */
    public enum Status {
        /** There are elites, and they are better than others; or the only active individual is the elite. */
        SELECTED,
        /** All rewards are NaN: there is no elite. */
        ALL_NAN,
        /**
         * All rewards that are numbers are equal, or only one is, and there are several active individuals: elites carry
         * no information.
         */
        ALL_EQUAL,
        /** The search has no active individual. */
        INACTIVE
    }
}
