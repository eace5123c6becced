package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.spi.DeviceProvider;

/** Opens the CUDA device on the emulated driver, which the build puts in the driver's place for tests. */
final class EmulatedDevice {

    private EmulatedDevice() {}

    static Device open(CudaBinding binding) {
        CudaProvider provider = new CudaProvider(binding);
        DeviceProvider.Probe probe = provider.probe();
        assertThat(probe.available()).as(probe.reason()).isTrue();
        assertThat(probe.devices().getFirst().name()).contains("Emulated");
        return provider.open(0);
    }
}
