package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.cuda.driver.Driver;
import io.github.diffusionelites.cuda.ffm.FfmDriver;
import org.junit.jupiter.api.Tag;

/** Devices, memory, streams and events of the stub, by the foreign function interface. */
@Tag("stub")
class FfmDriverStubTest extends DriverConformance {

    @Override
    Driver open() {
        StubLibrary.install();
        StubLibrary.clear();
        assertThat(FfmDriver.probe().problem()).isEmpty();
        return FfmDriver.open();
    }
}
