package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.conformance.ForwardingDevice;
import java.util.ArrayList;
import java.util.List;

/** A device that knows what was compiled on it: the programs of a search, which hides them. It is not closed. */
final class KeptPrograms extends ForwardingDevice {

    /**
     * What was compiled.
     *
     * @param program of whoever had it compiled, who closes it
     * @param recording of it
     */
    record Kept(Program program, Recording recording) {}

    private final List<Kept> kept = new ArrayList<>();

    KeptPrograms(Device device) {
        super(device);
    }

    /** Returns what was compiled first: of a search, its first generation. */
    Kept first() {
        return kept.getFirst();
    }

    @Override
    public Program compile(Recording recording, PlanOptions options) {
        Program program = super.compile(recording, options);
        kept.add(new Kept(program, recording));
        return program;
    }

    @Override
    public void close() {
        // Its owner closes the device itself.
    }
}
