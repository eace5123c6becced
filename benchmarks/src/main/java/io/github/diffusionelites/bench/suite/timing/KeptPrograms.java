package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recording;
import java.util.ArrayList;
import java.util.List;

/** A device that knows what was compiled on it: the programs of a search, which hides them. It is not closed. */
final class KeptPrograms implements Device {

    /**
     * What was compiled.
     *
     * @param program of whoever had it compiled, who closes it
     * @param recording of it
     */
    record Kept(Program program, Recording recording) {}

    private final Device device;
    private final List<Kept> kept = new ArrayList<>();

    KeptPrograms(Device device) {
        this.device = device;
    }

    /** Returns what was compiled first: of a search, its first generation. */
    Kept first() {
        return kept.getFirst();
    }

    @Override
    public DeviceInfo info() {
        return device.info();
    }

    @Override
    public long freeBytes() {
        return device.freeBytes();
    }

    @Override
    public Buffer allocate(ElementType type, long... dimensions) {
        return device.allocate(type, dimensions);
    }

    @Override
    public Program compile(Recording recording, PlanOptions options) {
        Program program = device.compile(recording, options);
        kept.add(new Kept(program, recording));
        return program;
    }

    @Override
    public void close() {
        // Its owner closes the device itself.
    }
}
