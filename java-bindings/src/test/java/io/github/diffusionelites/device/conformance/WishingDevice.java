package io.github.diffusionelites.device.conformance;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recording;
import java.util.function.UnaryOperator;

/** A device whose programs all wish for something. */
public final class WishingDevice extends ForwardingDevice {

    private final UnaryOperator<PlanOptions> wish;

    /** Stands before a device; the wish is made of other wishes. */
    public WishingDevice(Device device, UnaryOperator<PlanOptions> wish) {
        super(device);
        this.wish = wish;
    }

    @Override
    public Program compile(Recording recording, PlanOptions options) {
        return super.compile(recording, wish.apply(options));
    }
}
