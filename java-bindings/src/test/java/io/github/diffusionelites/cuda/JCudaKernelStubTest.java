package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.cuda.driver.Driver;
import io.github.diffusionelites.cuda.jcuda.JCudaBinding;
import org.junit.jupiter.api.Tag;

/** Kernels and graphs of the stub, through JCuda. */
@Tag("stub")
class JCudaKernelStubTest extends KernelConformance {

    @Override
    Driver open() {
        StubLibrary.install();
        StubLibrary.clear();
        assertThat(JCudaBinding.probe().problem()).isEmpty();
        return JCudaBinding.open();
    }
}
