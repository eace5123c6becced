package io.github.diffusionelites.run.job;

import io.github.diffusionelites.run.input.NumberRange;

/**
 * A key of a [[reward]] whose numbers each search of a batch may have of its own.
 *
 * @param key in the table, and in manifests
 * @param count of its numbers, at least 1
 * @param width how they are written: 0 for a number alone, 1 for a list of numbers, more for a list of lists of as
 *     many, the last of which is a radius
 */
public record ParameterKey(String key, int count, int width) {

    /** The factor of a summand. */
    public static final ParameterKey WEIGHT = new ParameterKey("weight", 1, 0);

    /** Checks that the numbers fill their lists. */
    public ParameterKey {
        if (count < 1 || width < 0 || (width == 0 ? count != 1 : count % width != 0)) {
            throw new IllegalArgumentException(
                    "The key " + key + " cannot have " + count + " numbers in lists of " + width + ".");
        }
    }

    /** Returns the key of a list of numbers. */
    public static ParameterKey list(String key, int count) {
        return new ParameterKey(key, count, 1);
    }

    /** Returns the key of balls with a centre of some coordinates, and a radius each. */
    public static ParameterKey balls(String key, int balls, int coordinates) {
        return new ParameterKey(key, balls * (coordinates + 1), coordinates + 1);
    }

    /** Returns whether a number alone stands for it. */
    public boolean isNumber() {
        return width == 0;
    }

    /** Returns whether a number may have a value: all must be finite as float32, and radii above 0. */
    public boolean allows(int index, double value) {
        return range(index).holds(value);
    }

    /** Says what a number must be. */
    public String describe(int index) {
        return range(index).describe();
    }

    private NumberRange range(int index) {
        return width > 1 && index % width == width - 1 ? NumberRange.POSITIVE : NumberRange.FINITE;
    }
}
