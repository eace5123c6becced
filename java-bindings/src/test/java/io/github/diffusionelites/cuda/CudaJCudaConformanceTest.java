package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.conformance.DeviceConformanceSuite;
import org.junit.jupiter.api.extension.ExtendWith;

/** The CUDA device does what every device must do, through JCuda. */
@ExtendWith(OnEmulator.class)
class CudaJCudaConformanceTest extends DeviceConformanceSuite {

    @Override
    protected Device open() {
        return EmulatedDevice.open(CudaBinding.JCUDA);
    }
}
