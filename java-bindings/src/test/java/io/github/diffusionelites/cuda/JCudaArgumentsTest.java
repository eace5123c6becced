package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.cuda.driver.Capability;
import io.github.diffusionelites.cuda.driver.Driver;
import io.github.diffusionelites.cuda.driver.DriverCode;
import io.github.diffusionelites.cuda.jcuda.JCudaBinding;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.Test;

/** The arguments of every call through JCuda. */
class JCudaArgumentsTest extends ArgumentsConformance {

    @Override
    Driver open() {
        assertThat(JCudaBinding.probe().problem()).isEmpty();
        return JCudaBinding.open();
    }

    @Test
    void shouldHaveNoCapability() {
        assertThat(Capability.values()).noneMatch(open()::supports);
    }

    @Test
    void shouldReturnCodesEvenWhereTheProgramWantsExceptionsOfJCuda() {
        Driver driver = open();
        JCudaDriver.setExceptionsEnabled(true);
        try {
            StubLibrary.fail("cuStreamSynchronize", 700);
            assertThat(driver.streamSynchronize(1)).isEqualTo(700);
            StubLibrary.fail("cuStreamSynchronize", 600);
            assertThat(driver.streamSynchronize(1)).isEqualTo(DriverCode.NOT_READY);
            StubLibrary.fail("cuGraphLaunch", 909);
            assertThat(driver.graphLaunch(1, 2)).isEqualTo(909);
            StubLibrary.fail("cuStreamSynchronize", 4711);
            assertThat(driver.streamSynchronize(1)).isEqualTo(4711);
        } finally {
            JCudaDriver.setExceptionsEnabled(false);
        }
    }

    @Test
    void shouldRefusePinnedMemoryThatNoBufferHolds() {
        assertThat(open().memHostAlloc(1L << 31, 0, new long[1])).isEqualTo(DriverCode.NOT_SUPPORTED);
        assertThat(StubLibrary.calls()).isEmpty();
    }
}
