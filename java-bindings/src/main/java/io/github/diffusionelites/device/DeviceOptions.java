package io.github.diffusionelites.device;

import org.jspecify.annotations.Nullable;

/**
 * How a device is opened.
 *
 * @param binding how a GPU's driver is called; null for the device's own choice, which the system property {@code
 *     elites.cuda.binding} sets and which is {@link DriverBinding#FFM} otherwise. Devices without a driver of that kind
 *     cannot take it
 * @param deviceCodeAllowed whether programs may run code for the device that is not this library's; see {@link
 *     #allowingDeviceCode}
 */
public record DeviceOptions(@Nullable DriverBinding binding, boolean deviceCodeAllowed) {

    /** The device's own choices, and no code but this library's. */
    public static final DeviceOptions DEFAULT = new DeviceOptions(null, false);

    /** Returns these options with another binding. */
    public DeviceOptions withBinding(@Nullable DriverBinding other) {
        return new DeviceOptions(other, deviceCodeAllowed);
    }

    /**
     * Returns these options with code of the caller's allowed: CUDA C++, PTX or cubin files that {@link DeviceCode}
     * holds. Such code runs on the GPU with all rights of this process: it can read and overwrite everything that the
     * process keeps there, and end its use of the GPU. Nothing confines it. Allow only code that you trust as you trust
     * a program that you start; never take this permission from the file that brings the code.
     */
    public DeviceOptions allowingDeviceCode() {
        return new DeviceOptions(binding, true);
    }
}
