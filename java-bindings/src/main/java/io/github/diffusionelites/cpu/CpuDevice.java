package io.github.diffusionelites.cpu;

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
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The native CPU device: buffers in host memory, programs on a pool of worker threads. */
final class CpuDevice implements Device {

    private static final String WORKSPACE = "workspace";

    private final DeviceInfo info;
    private final long handle;
    private final Weights weights;
    private final Set<CpuBuffer> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<CpuProgram> programs = Collections.newSetFromMap(new IdentityHashMap<>());
    private final AtomicBoolean running = new AtomicBoolean();
    /** Bytes of buffers and workspaces. */
    private long allocated;

    private boolean closed;

    CpuDevice(DeviceInfo info) {
        this.info = info;
        this.handle = ElitesAbi.openDevice(info.lanes());
        this.weights = new Weights(handle);
    }

    @Override
    public DeviceInfo info() {
        return info;
    }

    @Override
    public synchronized long freeBytes() {
        return info.memoryBytes() - allocated;
    }

    @Override
    public synchronized Buffer allocate(ElementType type, long... dimensions) {
        requireOpen();
        Shape shape = Shape.of(dimensions);
        long bytes = Math.multiplyExact(shape.elements(), type.bytes());
        requireMemory(bytes, "a buffer " + type + " " + shape);
        CpuBuffer buffer = new CpuBuffer(this, type, shape, ElitesAbi.allocate(bytes));
        buffers.add(buffer);
        take(bytes, () -> "buffer " + type + " " + shape);
        return buffer;
    }

    @Override
    public synchronized Program compile(Recording recording, PlanOptions options) {
        requireOpen();
        CpuProgram program = new Compiler(this, handle, weights).compile(recording, options);
        programs.add(program);
        take(program.plan().workspaceBytes(), () -> WORKSPACE);
        return program;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        // Checked for all before one is closed: a reward that closes its own device must leave it as it is.
        programs.forEach(CpuProgram::requireOutside);
        List.copyOf(programs).forEach(CpuProgram::close);
        new ArrayList<>(buffers).forEach(CpuBuffer::close);
        weights.close();
        closed = true;
        ElitesAbi.closeDevice(handle);
    }

    /** Refuses what the host cannot hold, before the operating system ends the process for it. */
    void requireMemory(long bytes, String what) {
        if (bytes > info.memoryBytes() - allocated) {
            throw new DeviceMemoryException(
                    "allocate",
                    0,
                    bytes,
                    "There is no memory for " + what + ": it needs "
                            + bytes
                            + " bytes, and of the host's " + info.memoryBytes() + " this device holds " + allocated
                            + "; use a smaller population or fewer dimensions.");
        }
    }

    synchronized void release(CpuBuffer buffer, long address) {
        if (buffers.remove(buffer)) {
            ElitesAbi.free(address);
            giveBack(buffer.bytes(), () -> "buffer " + buffer.type() + " " + buffer.shape());
        }
    }

    synchronized void release(CpuProgram program) {
        if (programs.remove(program)) {
            giveBack(program.plan().workspaceBytes(), () -> WORKSPACE);
        }
    }

    private void take(long bytes, Supplier<String> purpose) {
        allocated += bytes;
        NativeMemoryEvent.allocated(info.id(), purpose, bytes, allocated);
    }

    private void giveBack(long bytes, Supplier<String> purpose) {
        allocated -= bytes;
        NativeMemoryEvent.freed(info.id(), purpose, bytes, allocated);
    }

    /** Marks the device as busy; the lanes serve one run at a time. */
    void enter() {
        if (!running.compareAndSet(false, true)) {
            throw new IllegalStateException("The device is running another program; one thread at a time may use it.");
        }
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
