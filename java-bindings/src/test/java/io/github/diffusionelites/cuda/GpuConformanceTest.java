package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.conformance.DeviceConformanceSuite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A GPU does what every device must do, through the binding that the system property {@code elites.cuda.binding} names.
 */
@Tag("gpu")
@ExtendWith(WhereAGpuIs.class)
class GpuConformanceTest extends DeviceConformanceSuite {

    /** Keeps the driver's context alive, which takes longer to make than most tests to run. */
    private static @Nullable Device kept;

    @BeforeAll
    static void keepTheContext() {
        kept = new CudaProvider().open(0);
    }

    @AfterAll
    static void letTheContextGo() {
        if (kept != null) {
            kept.close();
        }
    }

    @Override
    protected Device open() {
        return new CudaProvider().open(0);
    }
}
