package io.github.diffusionelites.batch.report;

import java.util.Locale;

/** Figures as people read them. */
public final class Amount {

    private static final double MINUTE = 60;
    private static final double HOUR = 60 * MINUTE;
    private static final double DAY = 24 * HOUR;

    private Amount() {}

    /** Returns a whole number with its thousands apart. */
    public static String of(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Returns a figure with four digits that mean something; of what is not a number, a dash. */
    public static String of(double figure) {
        if (Double.isNaN(figure)) {
            return "\u2013";
        }
        if (figure == Math.rint(figure) && Math.abs(figure) < 1e9) {
            return of((long) figure);
        }
        double size = Math.abs(figure);
        if (size >= 1e-3 && size < 1e6) {
            int decimals = Math.clamp(3 - (long) Math.floor(Math.log10(size)), 0, 6);
            return String.format(Locale.ROOT, "%,." + decimals + "f", figure);
        }
        return String.format(Locale.ROOT, "%.3g", figure);
    }

    /** Returns a time in its largest units; of what is not a number, a dash. */
    public static String ofSeconds(double seconds) {
        if (!Double.isFinite(seconds)) {
            return "\u2013";
        }
        if (seconds < MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        if (seconds < HOUR) {
            return parts(seconds, MINUTE, "min", 1, "s");
        }
        return seconds < DAY ? parts(seconds, HOUR, "h", MINUTE, "min") : parts(seconds, DAY, "d", HOUR, "h");
    }

    private static String parts(double seconds, double large, String largeName, double small, String smallName) {
        long wholes = (long) (seconds / large);
        return wholes + " " + largeName + " " + (long) ((seconds - wholes * large) / small) + " " + smallName;
    }
}
