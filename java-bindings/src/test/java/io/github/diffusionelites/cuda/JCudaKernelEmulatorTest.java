package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.cuda.driver.Driver;
import io.github.diffusionelites.cuda.jcuda.JCudaBinding;

/** Kernels and graphs of the emulated driver, through JCuda. */
class JCudaKernelEmulatorTest extends KernelConformance {

    @Override
    Driver open() {
        assertThat(JCudaBinding.probe().problem()).isEmpty();
        return JCudaBinding.open();
    }
}
