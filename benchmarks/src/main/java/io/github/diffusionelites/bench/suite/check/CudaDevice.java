package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceOptions;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.DriverBinding;
import io.github.diffusionelites.device.spi.DeviceProvider;
import io.github.diffusionelites.device.spi.Finding;
import java.util.List;
import java.util.Locale;

/** The device that is checked: the first GPU. */
final class CudaDevice {

    private static final String KIND = "cuda";

    private CudaDevice() {}

    /** Returns what looking for GPUs finds. */
    static DeviceProvider.Probe probe() {
        return Devices.probe().stream()
                .filter(probe -> probe.kind().equals(KIND))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("This build has no CUDA device."));
    }

    /** Returns what the doctor says. */
    static List<Finding> findings() {
        return Devices.examine(KIND);
    }

    static boolean isEmulated(DeviceInfo info) {
        return info.name().startsWith("Emulated");
    }

    /** Opens the device through the default binding. */
    static Device open() {
        return Devices.open(KIND);
    }

    /** Opens the device for code that is not the library's own. */
    static Device openForCode() {
        return Devices.open(KIND, DeviceOptions.DEFAULT.allowingDeviceCode());
    }

    /**
     * Opens the device, for code that is not the library's own, too.
     *
     * @throws CannotCheckException if the binding is not usable here
     */
    static Device open(DriverBinding binding) {
        require(binding);
        return Devices.open(KIND, DeviceOptions.DEFAULT.allowingDeviceCode().withBinding(binding));
    }

    /**
     * Returns if the driver can be called through a binding.
     *
     * @throws CannotCheckException if not
     */
    static void require(DriverBinding binding) {
        findings().stream()
                .filter(finding -> finding.subject().equals("binding " + name(binding)) && !finding.usable())
                .forEach(finding -> {
                    throw new CannotCheckException(finding.found());
                });
    }

    static String name(DriverBinding binding) {
        return binding.name().toLowerCase(Locale.ROOT);
    }
}
