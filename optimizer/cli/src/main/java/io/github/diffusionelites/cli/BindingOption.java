package io.github.diffusionelites.cli;

import io.github.diffusionelites.device.DeviceOptions;
import io.github.diffusionelites.device.DriverBinding;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option of every command that opens a device, which says how a GPU's driver is called. */
final class BindingOption {

    @Option(
            names = "--binding",
            paramLabel = "B",
            converter = Words.class,
            completionCandidates = Words.class,
            description = "How the driver of a GPU is called: ${COMPLETION-CANDIDATES}; ffm unless the system property"
                    + " elites.cuda.binding says otherwise. Results do not depend on it.")
    private @Nullable DriverBinding binding;

    /** For picocli. */
    BindingOption() {}

    /** Returns the options of the device. */
    DeviceOptions options() {
        return DeviceOptions.DEFAULT.withBinding(binding);
    }

    /** Reads a binding in small letters and lists both. */
    static final class Words implements ITypeConverter<DriverBinding>, Iterable<String> {

        /** For picocli. */
        Words() {}

        @Override
        public DriverBinding convert(String value) {
            return Stream.of(DriverBinding.values())
                    .filter(binding -> binding.toString().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "'" + value + "' is not one of " + String.join(", ", this) + "."));
        }

        @Override
        public Iterator<String> iterator() {
            return Stream.of(DriverBinding.values())
                    .map(DriverBinding::toString)
                    .iterator();
        }
    }
}
