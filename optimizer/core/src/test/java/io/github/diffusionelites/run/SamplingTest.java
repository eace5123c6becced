package io.github.diffusionelites.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.run.job.JobException;
import io.github.diffusionelites.support.DeviceUnderTest;
import io.github.diffusionelites.support.WatchedDevice;
import org.junit.jupiter.api.Test;

class SamplingTest {

    @Test
    void shouldRefuseMoreSamplesThanAnArrayHoldsBeforeAnythingIsAllocated() {
        try (WatchedDevice device = new WatchedDevice(DeviceUnderTest.open())) {
            assertThatThrownBy(
                            () -> new Sampling(device, new IdentityDecoder(2, 8), 140_000_000, 1, 0, PlanOptions.AUTO)
                                    .close())
                    .isInstanceOf(JobException.class)
                    .hasMessageContainingAll("samples", "140000000 of 16 coordinates", "draw fewer");
        }
    }

    @Test
    void shouldFreeItsBuffersWhateverFails() {
        try (WatchedDevice device = new WatchedDevice(DeviceUnderTest.open())) {
            Error failure = new LinkageError("A class is missing.");
            device.onCompile(program -> {
                throw failure;
            });
            assertThatThrownBy(
                            () -> new Sampling(device, new IdentityDecoder(2, 8), 10, 1, 0, PlanOptions.AUTO).close())
                    .isSameAs(failure);
            assertThat(device.openBuffers()).isZero();
        }
    }
}
