package io.github.diffusionelites.bench.suite.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a report begins with: how and where its figures were made.
 *
 * @param command that made it
 * @param device its name, compute capability and memory
 * @param driver of the device, its version and the CUDA version that it knows
 * @param processor of the host, and how many of them
 * @param clocks of the device, with limits and temperature; why not, where they cannot be read
 * @param date when it began, in UTC, for example {@code 2026-01-31T12:00:00Z}
 * @param java the virtual machine and its version
 */
public record Host(
        String command, String device, String driver, String processor, String clocks, String date, String java) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /**
     * Describes this machine.
     *
     * @param command that was given
     * @param device as the component
     * @param driver as the component
     */
    public static Host here(String command, String device, String driver) {
        return new Host(
                command,
                device,
                driver,
                processorName(),
                SystemManagement.clocks(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                System.getProperty("java.vm.name") + " " + Runtime.version());
    }

    /** Returns the date as file names hold it, for example {@code 2026-01-31-120000}. */
    public String dateInNames() {
        return date.replace("T", "-").replace(":", "").replace("Z", "");
    }

    private static String processorName() {
        int count = Runtime.getRuntime().availableProcessors();
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            List<String> names = lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .limit(1)
                    .toList();
            return count + " x " + (names.isEmpty() ? System.getProperty("os.arch") : names.getFirst());
        } catch (IOException e) {
            return count + " x " + System.getProperty("os.arch");
        }
    }
}
