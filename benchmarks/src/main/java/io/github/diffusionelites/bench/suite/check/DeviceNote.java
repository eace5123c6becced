package io.github.diffusionelites.bench.suite.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the first check found, for the head of the report.
 *
 * @param device on one line
 * @param driver on one line
 */
record DeviceNote(String device, String driver) {

    /** Whether no GPU is behind it. */
    boolean isEmulated() {
        return device.startsWith("Emulated");
    }

    private static Path file(CheckSettings settings) {
        return settings.work().resolve("device.txt");
    }

    void write(CheckSettings settings) throws IOException {
        Files.write(file(settings), List.of(device, driver));
    }

    /** Reads what was written; nothing where nothing was. */
    static Optional<DeviceNote> read(CheckSettings settings) {
        try {
            List<String> lines = Files.readAllLines(file(settings));
            return Optional.of(new DeviceNote(lines.get(0), lines.get(1)));
        } catch (IOException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
