package io.github.diffusionelites.device;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The dimensions of a row-major array, outermost first. Each is at least 1; the product fits a signed 64-bit integer.
 */
public final class Shape {

    private final long[] dimensions;
    private final long elements;

    private Shape(long[] dimensions) {
        long product = 1;
        for (long dimension : dimensions) {
            if (dimension < 1) {
                throw new IllegalArgumentException(
                        "A dimension of shape " + Arrays.toString(dimensions) + " is below 1.");
            }
            product = Math.multiplyExact(product, dimension);
        }
        this.dimensions = dimensions;
        this.elements = product;
    }

    /**
     * Makes a shape.
     *
     * @throws IllegalArgumentException if a dimension is below 1
     * @throws ArithmeticException if the number of elements does not fit 63 bits
     */
    public static Shape of(long... dimensions) {
        return new Shape(dimensions.clone());
    }

    /** Returns the number of dimensions. */
    public int rank() {
        return dimensions.length;
    }

    /** Returns dimension {@code axis}, counted from the outermost. */
    public long dimension(int axis) {
        return dimensions[axis];
    }

    /** Returns the product of the dimensions. */
    public long elements() {
        return elements;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dimensions, shape.dimensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    @Override
    public String toString() {
        return LongStream.of(dimensions).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
