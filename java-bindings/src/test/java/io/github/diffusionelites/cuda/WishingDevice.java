package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recording;
import java.util.function.UnaryOperator;

/**
 * A device whose programs all wish for something.
 *
 * @param wish what is made of other wishes
 */
record WishingDevice(Device device, UnaryOperator<PlanOptions> wish) implements Device {

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
        return device.compile(recording, wish.apply(options));
    }

    @Override
    public void close() {
        device.close();
    }
}
