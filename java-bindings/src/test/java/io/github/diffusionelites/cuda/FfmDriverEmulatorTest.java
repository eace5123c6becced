package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.cuda.driver.Driver;
import io.github.diffusionelites.cuda.ffm.FfmDriver;

/** Devices, memory, streams and events of the emulated driver, by the foreign function interface. */
class FfmDriverEmulatorTest extends DriverConformance {

    @Override
    Driver open() {
        assertThat(FfmDriver.probe().problem()).isEmpty();
        return FfmDriver.open();
    }
}
