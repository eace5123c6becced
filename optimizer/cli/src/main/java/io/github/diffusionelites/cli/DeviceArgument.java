package io.github.diffusionelites.cli;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;

/** The device that an option names. */
final class DeviceArgument {

    private DeviceArgument() {}

    /**
     * Opens it.
     *
     * @throws InputException if there can be no such device
     */
    static Device open(String id) {
        try {
            return Devices.open(id);
        } catch (IllegalArgumentException e) {
            throw new InputException(String.valueOf(e.getMessage()), e);
        }
    }
}
