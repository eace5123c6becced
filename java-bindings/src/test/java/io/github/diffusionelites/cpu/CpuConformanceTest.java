package io.github.diffusionelites.cpu;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.conformance.DeviceConformanceSuite;

/** The native CPU device does what every device must do. */
class CpuConformanceTest extends DeviceConformanceSuite {

    @Override
    protected Device open() {
        return Devices.open("cpu");
    }
}
