package io.github.diffusionelites.run.job;

/** Ranges of numbers in which either end may be open. All must be finite as float32, in which a device holds them. */
final class NumberRange {

    private NumberRange() {}

    /** Returns whether the value is finite and in [least, largest]. */
    static boolean holds(double value, double least, double largest) {
        return Float.isFinite((float) value) && value >= least && value <= largest;
    }

    /** Says which numbers are allowed. */
    static String describe(double least, double largest) {
        if (largest < Double.POSITIVE_INFINITY) {
            return "a number from " + JobText.shown(least) + " to " + JobText.shown(largest);
        }
        return least > Double.NEGATIVE_INFINITY
                ? "a finite number of at least " + JobText.shown(least)
                : "a finite number";
    }
}
