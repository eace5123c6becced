package io.github.diffusionelites.device.spi;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceOptions;
import java.util.List;

/** Makes devices of one kind. Found by {@link java.util.ServiceLoader}; probing must not fail. */
public interface DeviceProvider {

    /** The kind of device, for example {@code cpu}; what stands before the colon in a device's id. */
    String kind();

    /** How much {@code auto} prefers this kind; the largest that is available wins. Looks for nothing. */
    int preference();

    /** Whether its devices have a driver that can be called in more than one way. */
    default boolean takesBinding() {
        return false;
    }

    /**
     * Looks for devices.
     *
     * @param options with a binding only where this provider takes one
     */
    Probe probe(DeviceOptions options);

    /** Looks for devices, with the options that they choose themselves. */
    default Probe probe() {
        return probe(DeviceOptions.DEFAULT);
    }

    /** Looks at each part that its devices need or can use, for people who miss one; throws nothing. */
    default List<Finding> examine() {
        return List.of();
    }

    /**
     * Opens a device.
     *
     * @param index which one, from 0
     * @param options with a binding only where this provider takes one
     * @throws io.github.diffusionelites.device.DeviceUnavailableException if it is not there
     */
    Device open(int index, DeviceOptions options);

    /** Opens a device with the options that it chooses itself. */
    default Device open(int index) {
        return open(index, DeviceOptions.DEFAULT);
    }

    /**
     * What a provider found.
     *
     * @param kind the provider's kind
     * @param devices what can be opened, by index
     * @param reason why there is none; empty where there is one
     * @param automatic whether {@code auto} may choose from them
     */
    record Probe(String kind, List<DeviceInfo> devices, String reason, boolean automatic) {

        /** Devices that {@code auto} may choose from. */
        public static Probe found(String kind, List<DeviceInfo> devices) {
            return new Probe(kind, devices, "", true);
        }

        /** No device, and why. */
        public static Probe nothing(String kind, String reason) {
            return new Probe(kind, List.of(), reason, false);
        }

        /** Returns whether a device can be opened. */
        public boolean available() {
            return !devices.isEmpty();
        }
    }
}
