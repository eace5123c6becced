package io.github.diffusionelites.bench.suite.timing;

import java.util.function.LongSupplier;

/** A point in time until which a group may measure. */
final class Deadline {

    private final LongSupplier nanoTime;
    private final long end;

    Deadline(double seconds) {
        this(seconds, System::nanoTime);
    }

    Deadline(double seconds, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.end = nanoTime.getAsLong() + (long) (seconds * 1e9);
    }

    /** Returns the seconds that are left, below 0 where it has passed. */
    double secondsLeft() {
        return (end - nanoTime.getAsLong()) / 1e9;
    }

    boolean hasPassed() {
        return secondsLeft() <= 0;
    }

    /** Returns a deadline after so many seconds, or this one where that comes first. */
    Deadline within(double seconds) {
        return new Deadline(Math.min(seconds, secondsLeft()), nanoTime);
    }
}
