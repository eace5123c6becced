package io.github.diffusionelites.model;

import io.github.diffusionelites.device.Shape;

/**
 * A named array of a model without its name. The array is not copied; its holder must leave it alone.
 *
 * @param shape outermost dimension first
 * @param values row-major
 */
public record Tensor(Shape shape, float[] values) {

    /** Checks the count. */
    public Tensor {
        if (shape.elements() != values.length) {
            throw new IllegalArgumentException("A tensor of shape " + shape + " has " + shape.elements()
                    + " values, but " + values.length + " were given.");
        }
    }

    /** Makes a tensor with these dimensions, outermost first. */
    public static Tensor of(float[] values, long... dimensions) {
        return new Tensor(Shape.of(dimensions), values);
    }
}
