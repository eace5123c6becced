package io.github.diffusionelites.device.engine;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.Shape;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Memory of a device. */
final class ManagedBuffer implements Buffer {

    private final ManagedDevice device;
    private final ElementType type;
    private final Shape shape;
    private final long address;
    private final boolean borrowed;
    /** How often the host wrote it. */
    private final AtomicLong writes = new AtomicLong();
    /** Whether others than {@link #write} may change it: programs, or who was told its address. */
    private volatile boolean changedElsewhere;
    /** What was found the last time that all integers were in a range. */
    private volatile @Nullable Checked checked;
    /** Whether no run may begin with it; a run that did goes on to use it. */
    private volatile boolean closing;
    /** Whether the memory is gone. */
    private volatile boolean closed;

    /** All integers were in [0, end) after so many writes. */
    private record Checked(long writes, int end) {}

    /**
     * Describes memory.
     *
     * @param borrowed whether another frees it
     */
    ManagedBuffer(ManagedDevice device, ElementType type, Shape shape, long address, boolean borrowed) {
        this.device = device;
        this.type = type;
        this.shape = shape;
        this.address = address;
        this.borrowed = borrowed;
        this.changedElsewhere = borrowed;
    }

    /** Says that others than the host may change what it holds. */
    void mayChange() {
        changedElsewhere = true;
    }

    ManagedDevice device() {
        return device;
    }

    boolean borrowed() {
        return borrowed;
    }

    long bytes() {
        return shape.elements() * type.bytes();
    }

    /** Returns the address of the first element, for a program that is made. */
    long address() {
        requireUsable();
        return address;
    }

    /** Refuses what would use the buffer beyond its closing. */
    void requireUsable() {
        if (closing) {
            throw refusal();
        }
    }

    /** Lets no further run begin. */
    void retire() {
        closing = true;
    }

    /** Gives the memory back, which nothing uses any more. */
    void free() {
        closed = true;
        if (!borrowed) {
            device.backend().free(address);
        }
    }

    /**
     * Returns the first integer outside of [0, end), by its place; -1 where there is none. It reads the device only if
     * something may have changed since nothing was found: a run would wait for that.
     */
    long firstOutside(int end) {
        requireOpen();
        long now = writes.get();
        Checked last = checked;
        if (!changedElsewhere && last != null && last.writes == now && last.end <= end) {
            return -1;
        }
        long place = device.backend().firstOutside(address, shape.elements(), end);
        if (place < 0) {
            checked = new Checked(now, end);
        }
        return place;
    }

    boolean belongsTo(ManagedDevice other) {
        return device == other;
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
        requireAccess(ElementType.F32, offset, source.length);
        device.backend().write(address + offset * Float.BYTES, source);
    }

    @Override
    public void write(long offset, int[] source) {
        requireAccess(ElementType.I32, offset, source.length);
        device.backend().write(address + offset * Integer.BYTES, source);
        writes.incrementAndGet();
    }

    @Override
    public void read(long offset, float[] target) {
        requireAccess(ElementType.F32, offset, target.length);
        device.backend().read(address + offset * Float.BYTES, target);
    }

    @Override
    public void read(long offset, int[] target) {
        requireAccess(ElementType.I32, offset, target.length);
        device.backend().read(address + offset * Integer.BYTES, target);
    }

    @Override
    public void close() {
        device.close(this);
    }

    private void requireAccess(ElementType expected, long offset, long count) {
        requireOpen();
        if (type != expected) {
            throw new IllegalStateException("A buffer " + type + " " + shape + " was used as " + expected + ".");
        }
        Objects.checkFromIndexSize(offset, count, shape.elements());
    }

    private void requireOpen() {
        if (closed) {
            throw refusal();
        }
    }

    private IllegalStateException refusal() {
        return new IllegalStateException("The buffer " + type + " " + shape + " is closed.");
    }
}
