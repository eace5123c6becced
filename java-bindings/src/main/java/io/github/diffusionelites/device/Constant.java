package io.github.diffusionelites.device;

import java.util.Arrays;

/**
 * Numbers that do not change while a program runs: weights, tables. A device uploads and packs a constant once,
 * however many operations and programs use the same object.
 */
public final class Constant {

    private final Shape shape;
    private final float[] values;

    private Constant(Shape shape, float[] values) {
        this.shape = shape;
        this.values = values;
    }

    /**
     * Makes a constant from a copy of the values.
     *
     * @param values row-major
     * @param dimensions outermost first; their product is the number of values
     * @throws IllegalArgumentException if the counts differ
     */
    public static Constant of(float[] values, long... dimensions) {
        Shape shape = Shape.of(dimensions);
        if (shape.elements() != values.length) {
            throw new IllegalArgumentException("A constant of shape " + shape + " needs " + shape.elements()
                    + " values, but " + values.length + " were given.");
        }
        return new Constant(shape, values.clone());
    }

    /** Returns the dimensions. */
    public Shape shape() {
        return shape;
    }

    /** Returns a copy of the values. */
    public float[] values() {
        return Arrays.copyOf(values, values.length);
    }

    @Override
    public String toString() {
        return "constant " + shape;
    }
}
