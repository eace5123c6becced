package io.github.diffusionelites.support;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.conformance.ForwardingDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A device whose programs can be changed as they are compiled, and that knows what was not closed. */
public final class WatchedDevice extends ForwardingDevice {

    private final List<Buffer> buffers = new ArrayList<>();
    private UnaryOperator<Program> change = UnaryOperator.identity();

    /** Watches a device, which is closed with this one. */
    public WatchedDevice(Device device) {
        super(device);
    }

    /** Sets what becomes of every program from now on. */
    public void onCompile(UnaryOperator<Program> action) {
        change = action;
    }

    /** Returns how many buffers can still be read. */
    public long openBuffers() {
        return buffers.stream().filter(WatchedDevice::open).count();
    }

    @Override
    public Buffer allocate(ElementType type, long... dimensions) {
        Buffer buffer = super.allocate(type, dimensions);
        buffers.add(buffer);
        return buffer;
    }

    @Override
    public Program compile(Recording recording, PlanOptions options) {
        Program program = super.compile(recording, options);
        boolean changed = false;
        try {
            Program result = change.apply(program);
            changed = true;
            return result;
        } finally {
            if (!changed) {
                program.close();
            }
        }
    }

    private static boolean open(Buffer buffer) {
        try {
            if (buffer.type() == ElementType.F32) {
                buffer.read(0, new float[1]);
            } else {
                buffer.read(0, new int[1]);
            }
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
