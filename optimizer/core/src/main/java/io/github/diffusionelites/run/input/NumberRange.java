package io.github.diffusionelites.run.input;

import org.jspecify.annotations.Nullable;

/**
 * Numbers, of which either end may be open. All must be finite as float32, in which a device holds them.
 *
 * @param least that is allowed, or -infinity
 * @param largest that is allowed, or infinity
 * @param above whether the least itself is not allowed
 */
public record NumberRange(double least, double largest, boolean above) implements Allowed<Double> {

    /** Every finite number. */
    public static final NumberRange FINITE = new NumberRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** Finite numbers of at least 0. */
    public static final NumberRange NOT_NEGATIVE = new NumberRange(0, Double.POSITIVE_INFINITY);

    /** Finite numbers above 0. */
    public static final NumberRange POSITIVE = new NumberRange(0, Double.POSITIVE_INFINITY, true);

    /** A range with its least number. */
    public NumberRange(double least, double largest) {
        this(least, largest, false);
    }

    @Override
    public String describe() {
        boolean limited = largest < Double.POSITIVE_INFINITY;
        if (above) {
            return (limited ? "a number above " : "a finite number above ")
                    + Literal.shown(least)
                    + (limited ? ", at most " + Literal.shown(largest) : "");
        }
        if (limited) {
            return "a number from " + Literal.shown(least) + " to " + Literal.shown(largest);
        }
        return least > Double.NEGATIVE_INFINITY
                ? "a finite number of at least " + Literal.shown(least)
                : "a finite number";
    }

    @Override
    public @Nullable Double of(@Nullable Object value) {
        return value instanceof Number number && holds(number.doubleValue()) ? (Double) number.doubleValue() : null;
    }

    /** Returns whether a number is finite and in this range. */
    public boolean holds(double value) {
        return Float.isFinite((float) value) && (above ? value > least : value >= least) && value <= largest;
    }
}
