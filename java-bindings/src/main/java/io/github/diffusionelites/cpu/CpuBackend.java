package io.github.diffusionelites.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.engine.Addresses;
import io.github.diffusionelites.device.engine.Backend;
import io.github.diffusionelites.device.engine.HeldMemory;
import io.github.diffusionelites.device.engine.Runner;
import java.lang.foreign.MemorySegment;

/** The native CPU device: buffers in host memory, programs on a pool of worker threads. */
final class CpuBackend implements Backend {

    private final DeviceInfo info;
    private final long handle;
    private final HeldMemory memory;
    private final Weights weights;

    CpuBackend(DeviceInfo info) {
        this.info = info;
        this.handle = ElitesAbi.openDevice(info.lanes());
        this.memory = new HeldMemory(info, "host");
        this.weights = new Weights(handle, memory);
    }

    @Override
    public DeviceInfo info() {
        return info;
    }

    @Override
    public HeldMemory memory() {
        return memory;
    }

    @Override
    public long allocate(long bytes) {
        return ElitesAbi.allocate(bytes);
    }

    @Override
    public void free(long address) {
        ElitesAbi.free(address);
    }

    @Override
    public void write(long address, float[] source) {
        MemorySegment to = HostMemory.segment(address, (long) source.length * Float.BYTES);
        MemorySegment.copy(source, 0, to, JAVA_FLOAT, 0, source.length);
    }

    @Override
    public void write(long address, int[] source) {
        MemorySegment to = HostMemory.segment(address, (long) source.length * Integer.BYTES);
        MemorySegment.copy(source, 0, to, JAVA_INT, 0, source.length);
    }

    @Override
    public void read(long address, float[] target) {
        MemorySegment from = HostMemory.segment(address, (long) target.length * Float.BYTES);
        MemorySegment.copy(from, JAVA_FLOAT, 0, target, 0, target.length);
    }

    @Override
    public void read(long address, int[] target) {
        MemorySegment from = HostMemory.segment(address, (long) target.length * Integer.BYTES);
        MemorySegment.copy(from, JAVA_INT, 0, target, 0, target.length);
    }

    @Override
    public long firstOutside(long address, long count, int end) {
        MemorySegment integers = HostMemory.segment(address, count * Integer.BYTES);
        for (long i = 0; i < count; i++) {
            int value = integers.getAtIndex(JAVA_INT, i);
            if (value < 0 || value >= end) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Runner compile(Recording recording, PlanOptions options, Addresses addresses) {
        return new Compiler(info, handle, weights, memory, addresses).compile(recording, options);
    }

    @Override
    public void close() {
        weights.close();
        ElitesAbi.closeDevice(handle);
    }
}
