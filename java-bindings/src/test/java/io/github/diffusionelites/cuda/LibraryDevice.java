package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Products;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recording;

/** A device whose programs all wish for the matrix library. */
record LibraryDevice(Device device) implements Device {

    static Device open(CudaBinding binding) {
        return new LibraryDevice(EmulatedDevice.open(binding));
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
        return device.compile(recording, options.withProducts(Products.LIBRARY));
    }

    @Override
    public void close() {
        device.close();
    }
}
