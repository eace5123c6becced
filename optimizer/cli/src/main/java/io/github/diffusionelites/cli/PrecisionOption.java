package io.github.diffusionelites.cli;

import io.github.diffusionelites.device.Precision;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a precision as job files write it, in small letters, and lists the words. */
final class PrecisionOption implements ITypeConverter<Precision>, Iterable<String> {

    /** For picocli. */
    PrecisionOption() {}

    @Override
    public Precision convert(String value) {
        return Stream.of(Precision.values())
                .filter(precision -> word(precision).equals(value))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException("'" + value + "' is not one of " + String.join(", ", this) + "."));
    }

    @Override
    public Iterator<String> iterator() {
        return Stream.of(Precision.values()).map(PrecisionOption::word).iterator();
    }

    /** Returns a precision as job files write it. */
    static String word(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }
}
