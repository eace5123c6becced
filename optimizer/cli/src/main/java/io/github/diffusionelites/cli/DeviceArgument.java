package io.github.diffusionelites.cli;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceOptions;
import io.github.diffusionelites.device.Devices;

/** The device that an option names. */
final class DeviceArgument {

    private DeviceArgument() {}

    /**
     * Opens it.
     *
     * @throws InputException if there can be no such device, or it does not take the options
     */
    static Device open(String id, DeviceOptions options) {
        try {
            return Devices.open(id, options);
        } catch (IllegalArgumentException e) {
            throw new InputException(String.valueOf(e.getMessage()), e);
        }
    }
}
