package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.conformance.DeviceConformanceSuite;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The CUDA device does what every device must do, through JCuda: the whole suite, which takes two minutes more. {@link
 * CudaJCudaConformanceTest} has the cases that every build runs.
 */
@EnabledIfSystemProperty(
        named = "elites.test.jcuda",
        matches = "whole",
        disabledReason = "CudaJCudaConformanceTest makes every call of the driver; -Delites.test.jcuda=whole runs all.")
@ExtendWith(OnEmulator.class)
class CudaJCudaSuiteTest extends DeviceConformanceSuite {

    @Override
    protected Device open() {
        return EmulatedDevice.open(CudaBinding.JCUDA);
    }
}
