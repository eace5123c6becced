package io.github.diffusionelites.run.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Maps numbers to pixels.
 *
 * @param least number at pixel {@code from}
 * @param largest number at pixel {@code to}, above {@code least}
 * @param from pixel of {@code least}
 * @param to pixel of {@code largest}; may be less than {@code from}
 * @param logarithmic whether equal ratios get equal room; all numbers must be above 0 then
 */
public record Axis(double least, double largest, double from, double to, boolean logarithmic) {

    /**
     * A number that deserves a mark.
     *
     * @param value on the axis
     * @param label short text
     */
    public record Tick(double value, String label) {}

    /** Checks that the axis goes somewhere. */
    public Axis {
        if (!(least < largest) || (logarithmic && !(least > 0))) {
            throw new IllegalArgumentException("An axis cannot go from " + least + " to " + largest + ".");
        }
    }

    /** Returns an equally divided axis. */
    public static Axis linear(double least, double largest, double from, double to) {
        return new Axis(least, largest, from, to, false);
    }

    /** Returns the pixel of a number; beyond the ends if the number is. */
    public double pixel(double value) {
        double share =
                logarithmic ? Math.log(value / least) / Math.log(largest / least) : (value - least) / (largest - least);
        return from + share * (to - from);
    }

    /** Returns about {@code wanted} round numbers on the axis, ascending. */
    public List<Tick> ticks(int wanted) {
        return logarithmic && largest / least >= 10 ? decades(wanted) : multiples(wanted);
    }

    private List<Tick> multiples(int wanted) {
        double step = roundStep((largest - least) / wanted);
        int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
        List<Tick> ticks = new ArrayList<>();
        for (long k = (long) Math.ceil(least / step - 1e-9); k * step <= largest + 1e-9 * step; k++) {
            // Adding 0 turns a negative zero into a positive one, whose label has no sign.
            double value = k * step + 0.0;
            ticks.add(new Tick(
                    value,
                    decimals > 4 ? scientific(value) : String.format(Locale.ROOT, "%." + decimals + "f", value)));
        }
        return ticks;
    }

    private List<Tick> decades(int wanted) {
        for (int[] digits : new int[][] {{1, 2, 5}, {1, 3}}) {
            List<Tick> ticks = decades(digits, 1);
            if (ticks.size() <= wanted + 2) {
                return ticks;
            }
        }
        int powers = (int) Math.ceil(Math.log10(largest)) - (int) Math.floor(Math.log10(least));
        return decades(new int[] {1}, Math.max(1, powers / wanted));
    }

    /** Returns multiples of powers of ten, the next power after so many. */
    private List<Tick> decades(int[] digits, int stride) {
        List<Tick> ticks = new ArrayList<>();
        int last = (int) Math.ceil(Math.log10(largest));
        for (int exponent = (int) Math.floor(Math.log10(least)); exponent <= last; exponent += stride) {
            for (int digit : digits) {
                double value = digit * Math.pow(10, exponent);
                if (value >= least * (1 - 1e-9) && value <= largest * (1 + 1e-9)) {
                    ticks.add(new Tick(
                            value,
                            Math.abs(exponent) > 4
                                    ? digit + "e" + exponent
                                    : String.format(Locale.ROOT, "%." + Math.max(0, -exponent) + "f", value)));
                }
            }
        }
        return ticks;
    }

    private static double roundStep(double step) {
        double power = Math.pow(10, Math.floor(Math.log10(step)));
        double digit = step / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }

    private static String scientific(double value) {
        return value == 0
                ? "0"
                : String.format(Locale.ROOT, "%.1e", value)
                        .replace(".0e", "e")
                        .replace("e-0", "e-")
                        .replace("e+0", "e");
    }
}
