package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Device;
import org.junit.jupiter.api.extension.ExtendWith;

/** Layers of the emulated GPU in bfloat16. */
@ExtendWith(OnEmulator.class)
class CudaReducedPrecisionTest extends ReducedPrecisionCases {

    @Override
    Device open() {
        return EmulatedDevice.open(CudaBinding.FFM);
    }
}
