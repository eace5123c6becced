package io.github.diffusionelites.device;

import io.github.diffusionelites.device.spi.DeviceProvider;
import io.github.diffusionelites.device.spi.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Finds and opens devices. */
public final class Devices {

    private Devices() {}

    /** Returns what every provider found, the most preferred first. */
    public static List<DeviceProvider.Probe> probe() {
        return probe(DeviceOptions.DEFAULT);
    }

    /** Returns what every provider found with these options, the most preferred first. */
    public static List<DeviceProvider.Probe> probe(DeviceOptions options) {
        return providers().stream()
                .map(provider -> provider.probe(fitting(provider, options)))
                .toList();
    }

    /** Returns what providers of a kind say of the parts that its devices need or can use; nothing of a CPU. */
    public static List<Finding> examine(String kind) {
        return providers().stream()
                .filter(provider -> provider.kind().equals(kind))
                .flatMap(provider -> provider.examine().stream())
                .toList();
    }

    /** Opens a device as {@link #open(String, DeviceOptions)} does, with {@link DeviceOptions#DEFAULT}. */
    public static Device open(String id) {
        return open(id, DeviceOptions.DEFAULT);
    }

    /**
     * Opens a device.
     *
     * @param id {@code auto} for the most preferred one that is there, a kind such as {@code cpu}, or a kind and an
     *     index such as {@code cuda:1}
     * @param options how to open it; where {@code auto} finds no device with a driver, a binding has no meaning
     * @throws DeviceUnavailableException if there is no such device; nothing else is opened in its place
     * @throws IllegalArgumentException if the id is not of that form, or names a device that takes no binding where
     *     there is one
     */
    public static Device open(String id, DeviceOptions options) {
        if (id.equals("auto")) {
            DeviceProvider chosen = providers().stream()
                    .filter(provider ->
                            provider.probe(fitting(provider, options)).automatic())
                    .findFirst()
                    .orElseThrow(() -> new DeviceUnavailableException("No device is available: "
                            + probe(options).stream()
                                    .map(probe -> probe.kind() + ": " + probe.reason())
                                    .collect(Collectors.joining("; "))
                            + "."));
            return chosen.open(0, fitting(chosen, options));
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
        if (options.binding() != null && !provider.takesBinding()) {
            throw new IllegalArgumentException("The device \"" + id + "\" has no driver that could be called by "
                    + options.binding() + "; leave the binding out, or ask for the device cuda.");
        }
        DeviceProvider.Probe probe = provider.probe(options);
        if (!probe.available()) {
            throw new DeviceUnavailableException("The device \"" + id + "\" is not available: " + probe.reason());
        }
        if (index >= probe.devices().size()) {
            throw new DeviceUnavailableException("There is no device \"" + id + "\"; of kind " + kind + " there are "
                    + probe.devices().size() + ", counted from 0.");
        }
        return provider.open(index, options);
    }

    private static DeviceOptions fitting(DeviceProvider provider, DeviceOptions options) {
        return provider.takesBinding() ? options : options.withBinding(null);
    }

    private static List<DeviceProvider> providers() {
        return ServiceLoader.load(DeviceProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(DeviceProvider::preference).reversed())
                .toList();
    }
}
