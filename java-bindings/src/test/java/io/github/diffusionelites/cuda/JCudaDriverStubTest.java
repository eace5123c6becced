package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.cuda.driver.Driver;
import io.github.diffusionelites.cuda.jcuda.JCudaBinding;
import org.junit.jupiter.api.Tag;

/** Devices, memory, streams and events of the stub, through JCuda. */
@Tag("stub")
class JCudaDriverStubTest extends DriverConformance {

    @Override
    Driver open() {
        StubLibrary.install();
        StubLibrary.clear();
        assertThat(JCudaBinding.probe().problem()).isEmpty();
        return JCudaBinding.open();
    }
}
