package io.github.diffusionelites.run.input;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Seconds, at most 10^9, as durations of whole microseconds: these read back as the same from their decimals. */
public final class StoppingTime {

    private static final double MICROSECONDS = 1e6;

    private StoppingTime() {}

    /** Returns a duration, of at least a microsecond unless it is none. */
    public static Duration of(double seconds) {
        long micros = Math.round(seconds * MICROSECONDS);
        return Duration.of(seconds > 0 ? Math.max(1, micros) : micros, ChronoUnit.MICROS);
    }

    /** Returns the seconds of a duration. */
    public static double seconds(Duration time) {
        return time.dividedBy(ChronoUnit.MICROS.getDuration()) / MICROSECONDS;
    }
}
