package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.conformance.DeviceConformanceSuite;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A GPU does what every device must do, through the binding that the system property {@code elites.cuda.binding} names.
 */
@Tag("gpu")
@ExtendWith({WhereAGpuIs.class, KeptContext.class})
class GpuConformanceTest extends DeviceConformanceSuite {

    @Override
    protected Device open() {
        return new CudaProvider().open(0);
    }
}
