package io.github.diffusionelites.run.checkpoint;

import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What the bits of a result depend on, apart from the job: bits are the same only where all of this is.
 *
 * @param version of this library
 * @param kind of the device, for example {@code cpu}
 * @param instructionSet that its code runs on
 * @param precision of networks, {@code float32} or {@code bfloat16}
 * @param libraries that it uses, with versions
 */
public record DeviceTraits(String version, String kind, String instructionSet, String precision, String libraries) {

    /** Checks that nothing is missing. */
    public DeviceTraits {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(instructionSet, "instructionSet");
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(libraries, "libraries");
    }

    /**
     * Returns those of a device and this version of the library.
     *
     * @param precision that a plan tells, not a wish
     */
    public static DeviceTraits of(DeviceInfo info, Precision precision) {
        String kind = info.id().split(":", 2)[0];
        return new DeviceTraits(
                LibraryVersion.current(),
                kind,
                info.instructionSet(),
                precision.name().toLowerCase(Locale.ROOT),
                String.valueOf(info.libraries()));
    }

    /** Says in what this differs from another one, a few words for each difference. */
    public List<String> differences(DeviceTraits now) {
        List<String> differences = new ArrayList<>();
        compare("the version of this program", version, now.version, differences);
        compare("the kind of device", kind, now.kind, differences);
        compare("the instruction set", instructionSet, now.instructionSet, differences);
        compare("the precision", precision, now.precision, differences);
        compare("the libraries", libraries, now.libraries, differences);
        return differences;
    }

    private static void compare(String name, String then, String now, List<String> differences) {
        if (!then.equals(now)) {
            differences.add(name + " was " + then + " and is " + now);
        }
    }
}
