package io.github.diffusionelites.batch;

import java.util.function.LongSupplier;

/** Does something now and then: so seldom that it takes a twentieth of the time at most. */
final class Pace {

    private static final int SHARE = 20;

    private final LongSupplier clock;
    private final long interval;
    private long next;

    /**
     * Begins.
     *
     * @param interval nanoseconds between two times at least
     * @param clock of nanoseconds
     */
    Pace(long interval, LongSupplier clock) {
        this.clock = clock;
        this.interval = interval;
        this.next = clock.getAsLong() + interval;
    }

    /** Does it if it is time; an attempt that fails counts as one. */
    void perhaps(Runnable work) {
        long begin = clock.getAsLong();
        if (begin - next < 0) {
            return;
        }
        try {
            work.run();
        } finally {
            long end = clock.getAsLong();
            next = end + Math.max(interval, SHARE * (end - begin));
        }
    }
}
