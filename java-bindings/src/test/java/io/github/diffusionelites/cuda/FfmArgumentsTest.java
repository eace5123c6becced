package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.cuda.driver.Capability;
import io.github.diffusionelites.cuda.driver.Driver;
import io.github.diffusionelites.cuda.ffm.FfmDriver;
import org.junit.jupiter.api.Test;

/** The arguments of every call by the foreign function interface. */
class FfmArgumentsTest extends ArgumentsConformance {

    @Override
    Driver open() {
        assertThat(FfmDriver.probe().problem()).isEmpty();
        return FfmDriver.open();
    }

    @Test
    void shouldHaveEveryCapability() {
        assertThat(Capability.values()).allMatch(open()::supports);
    }
}
