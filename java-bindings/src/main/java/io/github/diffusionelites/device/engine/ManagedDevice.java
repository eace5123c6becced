package io.github.diffusionelites.device.engine;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceMemoryException;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A device of any kind: it owns buffers and programs, and lets one program run or be compiled at a time. */
public final class ManagedDevice implements Device {

    /** Of those that were not closed. */
    private static final int MOST_NAMED = 5;

    private static final System.Logger LOGGER = System.getLogger("io.github.diffusionelites.device");

    private final Backend backend;
    private final HeldMemory memory;
    private final Set<ManagedBuffer> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<ManagedProgram> programs = Collections.newSetFromMap(new IdentityHashMap<>());
    private final AtomicBoolean running = new AtomicBoolean();
    /** Whose buffers are in use; guarded by the lock. */
    private @Nullable ManagedProgram occupant;

    private boolean closed;
    /** Whether what is native is gone. */
    private boolean released;

    /** Takes over a backend, which is closed with this. */
    public ManagedDevice(Backend backend) {
        this.backend = backend;
        this.memory = backend.memory();
    }

    /** Returns what this device is made of, for code that knows its kind. */
    public Backend backend() {
        return backend;
    }

    /**
     * Returns the device of a buffer.
     *
     * @throws IllegalArgumentException if it is not of this library's devices
     */
    public static ManagedDevice of(Buffer buffer) {
        return managed(buffer).device();
    }

    /**
     * Returns the address of a buffer's first element.
     *
     * @throws IllegalArgumentException if it is not of this library's devices
     * @throws IllegalStateException if it is closed
     */
    public static long address(Buffer buffer) {
        ManagedBuffer managed = managed(buffer);
        managed.mayChange();
        return managed.address();
    }

    /**
     * Returns what runs a program, for code that knows its kind.
     *
     * @throws IllegalArgumentException if it is not of this library's devices
     */
    public static Runner runner(Program program) {
        if (!(program instanceof ManagedProgram managed)) {
            throw new IllegalArgumentException("The program " + program + " belongs to no device of this library.");
        }
        return managed.runner();
    }

    private static ManagedBuffer managed(Buffer buffer) {
        if (!(buffer instanceof ManagedBuffer managed)) {
            throw new IllegalArgumentException(
                    "The buffer " + buffer.type() + " " + buffer.shape() + " belongs to no device of this library.");
        }
        return managed;
    }

    /**
     * Makes a buffer of memory that another owns: it is not counted, and closing the buffer does not free it.
     *
     * @param address of memory of the device that is there until the buffer is closed
     */
    public synchronized Buffer wrap(long address, ElementType type, long... dimensions) {
        requireOpen();
        ManagedBuffer buffer = new ManagedBuffer(this, type, shape(type, dimensions), address, true);
        buffers.add(buffer);
        return buffer;
    }

    @Override
    public DeviceInfo info() {
        return backend.info();
    }

    @Override
    public synchronized long freeBytes() {
        return memory.free();
    }

    @Override
    public synchronized Buffer allocate(ElementType type, long... dimensions) {
        requireOpen();
        Shape shape = shape(type, dimensions);
        long bytes = shape.elements() * type.bytes();
        memory.require(bytes, "a buffer " + type + " " + shape, () -> smaller(shape, bytes));
        ManagedBuffer buffer = new ManagedBuffer(this, type, shape, backend.allocate(bytes), false);
        buffers.add(buffer);
        memory.take(bytes, () -> "buffer " + type + " " + shape);
        return buffer;
    }

    @Override
    public synchronized Program compile(Recording recording, PlanOptions options) {
        requireOpen();
        // Packing weights takes the device as a run does.
        enter();
        try {
            Addresses addresses = new Addresses(this);
            Runner runner = backend.compile(recording, options, addresses);
            WrittenIntegers.of(recording).forEach(buffer -> managed(buffer).mayChange());
            ManagedProgram program = new ManagedProgram(this, runner, recording, addresses.used());
            programs.add(program);
            return program;
        } finally {
            leave();
        }
    }

    @Override
    public void close() {
        List<ManagedProgram> open;
        synchronized (this) {
            // Checked for all before one is closed: a reward that closes its own device must leave it as it is.
            programs.forEach(ManagedProgram::requireOutside);
            if (closed) {
                Waiting.until(this, () -> released);
                return;
            }
            closed = true;
            open = List.copyOf(programs);
            reportUnclosed();
        }
        List<Runnable> steps = new ArrayList<>();
        // Without the lock, which a program that ends on another thread needs.
        open.forEach(program -> steps.add(program::close));
        steps.add(this::closeMemory);
        Cleanup.all(steps);
    }

    /** What a program forgot to close it may forget every time. */
    private void reportUnclosed() {
        if (!programs.isEmpty() || !buffers.isEmpty()) {
            String held = buffers.stream()
                    .limit(MOST_NAMED)
                    .map(buffer -> buffer.type() + " " + buffer.shape())
                    .collect(Collectors.joining(", "));
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "The device " + info().id() + " was closed before " + programs.size() + " of its programs and "
                            + buffers.size() + " of its buffers"
                            + (held.isEmpty() ? "" : " (" + held + (buffers.size() > MOST_NAMED ? ", ..." : "") + ")")
                            + ", which are closed with it; close them first.");
        }
    }

    private synchronized void closeMemory() {
        try {
            List<Runnable> steps = new ArrayList<>();
            buffers.forEach(buffer -> steps.add(buffer::close));
            steps.add(backend::close);
            Cleanup.all(steps);
        } finally {
            released = true;
            notifyAll();
        }
    }

    /** Returns a shape whose bytes fit a long. */
    private static Shape shape(ElementType type, long... dimensions) {
        try {
            Shape shape = Shape.of(dimensions);
            Math.multiplyExact(shape.elements(), type.bytes());
            return shape;
        } catch (ArithmeticException e) {
            throw new DeviceMemoryException(
                    "allocate",
                    0,
                    Long.MAX_VALUE,
                    "There is no memory for a buffer " + type + " " + Arrays.toString(dimensions)
                            + ": it needs 2^63 bytes or more; use a smaller population or fewer dimensions.");
        }
    }

    /** What of a buffer would fit; the second dimension is that of the individuals where it holds a population. */
    private String smaller(Shape shape, long bytes) {
        if (shape.rank() < 2) {
            return "use a smaller population or fewer dimensions";
        }
        long fits = memory.free() / (bytes / shape.dimension(1));
        return fits < 1
                ? "not even a population of 1 would fit; use fewer searches or dimensions"
                : "with at most " + fits + " instead of " + shape.dimension(1)
                        + " in the second dimension, which is the population, it would fit";
    }

    /** Frees a buffer, after a run that uses it. */
    synchronized void close(ManagedBuffer buffer) {
        if (occupant != null && occupant.uses(buffer)) {
            occupant.requireOutside();
        }
        buffer.retire();
        Waiting.until(this, () -> occupant == null || !occupant.uses(buffer));
        if (buffers.remove(buffer)) {
            buffer.free();
            if (!buffer.borrowed()) {
                memory.giveBack(buffer.bytes(), () -> "buffer " + buffer.type() + " " + buffer.shape());
            }
        }
    }

    /** Gives back under the lock, because programs share weights and another may be compiled meanwhile. */
    synchronized void release(ManagedProgram program, Runner runner) {
        programs.remove(program);
        runner.giveBack();
    }

    /** Marks the device as busy; it serves one run, or one compilation, at a time. */
    void enter() {
        if (!running.compareAndSet(false, true)) {
            throw new IllegalStateException("The device is running or compiling a program; one thread at a time may use"
                    + " it, and not the reward of the program that it runs.");
        }
    }

    /** Keeps the buffers of a program that runs from being freed; refuses if one is closed. */
    synchronized void occupy(ManagedProgram program, Set<ManagedBuffer> used) {
        used.forEach(ManagedBuffer::requireUsable);
        occupant = program;
    }

    synchronized void vacate() {
        occupant = null;
        notifyAll();
    }

    void leave() {
        running.set(false);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The device is closed.");
        }
    }
}
