package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.cuda.driver.Driver;
import io.github.diffusionelites.cuda.ffm.FfmDriver;
import org.junit.jupiter.api.Tag;

/** Kernels and graphs of the stub, by the foreign function interface. */
@Tag("stub")
class FfmKernelStubTest extends KernelConformance {

    @Override
    Driver open() {
        StubLibrary.install();
        StubLibrary.clear();
        assertThat(FfmDriver.probe().problem()).isEmpty();
        return FfmDriver.open();
    }
}
