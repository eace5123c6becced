package io.github.diffusionelites.device.conformance;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recording;

/** A device that does what another one does, for those who change or watch a part of it. */
public abstract class ForwardingDevice implements Device {

    private final Device device;

    /** Stands before a device, which is closed with this one. */
    protected ForwardingDevice(Device device) {
        this.device = device;
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
        return device.compile(recording, options);
    }

    @Override
    public void close() {
        device.close();
    }
}
