package io.github.diffusionelites.cpu;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.conformance.ReducedPrecisionSuite;

/** Layers of the native CPU device in bfloat16. */
class CpuReducedPrecisionTest extends ReducedPrecisionSuite {

    @Override
    protected Device open() {
        return Devices.open("cpu");
    }
}
