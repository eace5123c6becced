package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.conformance.ReducedPrecisionSuite;
import org.junit.jupiter.api.extension.ExtendWith;

/** Layers of the emulated GPU in bfloat16. */
@ExtendWith(OnEmulator.class)
class CudaReducedPrecisionTest extends ReducedPrecisionSuite {

    @Override
    protected Device open() {
        return EmulatedDevice.open(CudaBinding.FFM);
    }
}
