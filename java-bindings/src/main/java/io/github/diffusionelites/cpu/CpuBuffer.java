package io.github.diffusionelites.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** Host memory owned by a device. */
final class CpuBuffer implements Buffer {

    private final CpuDevice device;
    private final ElementType type;
    private final Shape shape;
    private final long address;
    private final MemorySegment memory;
    /** Whether no run may begin with it; a run that did goes on to use it. */
    private volatile boolean closing;
    /** Whether the memory is gone. */
    private volatile boolean closed;

    CpuBuffer(CpuDevice device, ElementType type, Shape shape, long address) {
        this.device = device;
        this.type = type;
        this.shape = shape;
        this.address = address;
        this.memory = MemorySegment.ofAddress(address).reinterpret(bytes());
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
        ElitesAbi.free(address);
    }

    MemorySegment memory() {
        requireOpen();
        return memory;
    }

    boolean belongsTo(CpuDevice other) {
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
        MemorySegment.copy(source, 0, memory, JAVA_FLOAT, offset * Float.BYTES, source.length);
    }

    @Override
    public void write(long offset, int[] source) {
        requireAccess(ElementType.I32, offset, source.length);
        MemorySegment.copy(source, 0, memory, JAVA_INT, offset * Integer.BYTES, source.length);
    }

    @Override
    public void read(long offset, float[] target) {
        requireAccess(ElementType.F32, offset, target.length);
        MemorySegment.copy(memory, JAVA_FLOAT, offset * Float.BYTES, target, 0, target.length);
    }

    @Override
    public void read(long offset, int[] target) {
        requireAccess(ElementType.I32, offset, target.length);
        MemorySegment.copy(memory, JAVA_INT, offset * Integer.BYTES, target, 0, target.length);
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
