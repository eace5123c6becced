package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.Shape;

/** A buffer in a Java array. */
final class ReferenceBuffer implements Buffer {

    private final ReferenceDevice owner;
    private final Shape shape;
    private final ElementType type;
    private final float[] floats;
    private final int[] integers;
    private boolean closed;

    ReferenceBuffer(ReferenceDevice owner, ElementType type, Shape shape) {
        int elements = Math.toIntExact(shape.elements());
        this.owner = owner;
        this.shape = shape;
        this.type = type;
        this.floats = type == ElementType.F32 ? new float[elements] : null;
        this.integers = type == ElementType.I32 ? new int[elements] : null;
    }

    ReferenceDevice owner() {
        return owner;
    }

    @Override
    public ElementType type() {
        return type;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public void write(long offset, float[] source) {
        require(ElementType.F32, offset, source.length);
        System.arraycopy(source, 0, floats, (int) offset, source.length);
    }

    @Override
    public void write(long offset, int[] source) {
        require(ElementType.I32, offset, source.length);
        System.arraycopy(source, 0, integers, (int) offset, source.length);
    }

    @Override
    public void read(long offset, float[] target) {
        require(ElementType.F32, offset, target.length);
        System.arraycopy(floats, (int) offset, target, 0, target.length);
    }

    @Override
    public void read(long offset, int[] target) {
        require(ElementType.I32, offset, target.length);
        System.arraycopy(integers, (int) offset, target, 0, target.length);
    }

    /** Returns slice {@code index} of slices of {@code size} floats. */
    float[] floats(long index, int size) {
        float[] slice = new float[size];
        read(index * size, slice);
        return slice;
    }

    /** Returns slice {@code index} of slices of {@code size} floats, widened. */
    double[] doubles(long index, int size) {
        float[] slice = floats(index, size);
        double[] wide = new double[size];
        for (int i = 0; i < size; i++) {
            wide[i] = slice[i];
        }
        return wide;
    }

    /** Returns slice {@code index} of slices of {@code size} integers. */
    int[] ints(long index, int size) {
        int[] slice = new int[size];
        read(index * size, slice);
        return slice;
    }

    /** Rounds to float32 into the slice {@code index} of slices of the array's size. */
    void round(long index, double... values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        write(index * values.length, rounded);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void require(ElementType wanted, long offset, int count) {
        if (closed) {
            throw new IllegalStateException("The buffer " + type + " " + shape + " is closed; allocate another one.");
        }
        if (type != wanted) {
            throw new IllegalStateException(
                    "The buffer " + type + " " + shape + " cannot be read or written as " + wanted + ".");
        }
        if (offset < 0 || offset > shape.elements() - count) {
            throw new IndexOutOfBoundsException("Elements " + offset + " to " + (offset + count)
                    + " (exclusive) are not inside the buffer " + type + " " + shape + ".");
        }
    }
}
