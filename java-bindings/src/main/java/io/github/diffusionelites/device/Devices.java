package io.github.diffusionelites.device;

import io.github.diffusionelites.device.spi.DeviceProvider;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Finds and opens devices. */
public final class Devices {

    private Devices() {}

    /** Returns what every provider found, the most preferred first. */
    public static List<DeviceProvider.Probe> probe() {
        return providers().stream().map(DeviceProvider::probe).toList();
    }

    /**
     * Opens a device.
     *
     * @param id {@code auto} for the most preferred one that is there, a kind such as {@code cpu}, or a kind and an
     *     index such as {@code cuda:1}
     * @throws DeviceUnavailableException if there is no such device; nothing else is opened in its place
     * @throws IllegalArgumentException if the id is not of that form
     */
    public static Device open(String id) {
        if (id.equals("auto")) {
            return providers().stream()
                    .filter(provider -> provider.probe().automatic())
                    .findFirst()
                    .orElseThrow(() -> new DeviceUnavailableException("No device is available: "
                            + probe().stream()
                                    .map(probe -> probe.kind() + ": " + probe.reason())
                                    .collect(Collectors.joining("; "))
                            + "."))
                    .open(0);
        }
        if (!id.matches("[a-z]+(:[0-9]{1,4})?")) {
            throw new IllegalArgumentException(
                    "The device \"" + id + "\" is not of the form auto, KIND or KIND:INDEX, for example cpu.");
        }
        int colon = id.indexOf(':');
        String kind = colon < 0 ? id : id.substring(0, colon);
        int index = colon < 0 ? 0 : Integer.parseInt(id.substring(colon + 1));
        DeviceProvider provider = providers().stream()
                .filter(candidate -> candidate.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new DeviceUnavailableException("This build has no device of kind \"" + kind
                        + "\"; it has: "
                        + providers().stream().map(DeviceProvider::kind).collect(Collectors.joining(", ")) + "."));
        DeviceProvider.Probe probe = provider.probe();
        if (!probe.available()) {
            throw new DeviceUnavailableException("The device \"" + id + "\" is not available: " + probe.reason());
        }
        if (index >= probe.devices().size()) {
            throw new DeviceUnavailableException("There is no device \"" + id + "\"; of kind " + kind + " there are "
                    + probe.devices().size() + ", counted from 0.");
        }
        return provider.open(index);
    }

    private static List<DeviceProvider> providers() {
        return ServiceLoader.load(DeviceProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(DeviceProvider::preference).reversed())
                .toList();
    }
}
