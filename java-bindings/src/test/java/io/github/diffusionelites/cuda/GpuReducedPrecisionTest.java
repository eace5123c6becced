package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.conformance.ReducedPrecisionSuite;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Layers of a GPU in bfloat16, through the binding that the system property {@code elites.cuda.binding} names. */
@Tag("gpu")
@ExtendWith({WhereAGpuIs.class, KeptContext.class})
class GpuReducedPrecisionTest extends ReducedPrecisionSuite {

    @Override
    protected Device open() {
        return new CudaProvider().open(0);
    }
}
