package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.conformance.DeviceConformanceSuite;

/** The CUDA device does what every device must do, through the foreign function interface. */
class CudaFfmConformanceTest extends DeviceConformanceSuite {

    @Override
    protected Device open() {
        return EmulatedDevice.open(CudaBinding.FFM);
    }
}
