package io.github.diffusionelites.cpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What the operating system calls the processor. */
final class ProcessorName {

    /** Where Linux describes the processors, one block of {@code key : value} lines for each. */
    static final Path SYSTEM = Path.of("/proc/cpuinfo");

    private static final String KEY = "model name";

    private ProcessorName() {}

    /** Returns the model name of the first processor; nothing where the file has none or cannot be read. */
    static Optional<String> read(Path file) {
        // Firmware may write what it likes into a name.
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(KEY) && line.contains(":"))
                    .map(line -> line.substring(line.indexOf(':') + 1)
                            .replaceAll("[^ -~]", " ")
                            .replaceAll(" +", " ")
                            .strip())
                    .filter(name -> !name.isEmpty())
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            // Only the name is lost; the device works without it.
            return Optional.empty();
        }
    }
}
