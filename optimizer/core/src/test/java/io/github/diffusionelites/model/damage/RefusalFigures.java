package io.github.diffusionelites.model.damage;

import io.github.diffusionelites.model.ModelFormatException;
import io.github.diffusionelites.model.Safetensors;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads every damaged file of a directory that {@link DamagedWeights} filled, and prints the processor time that each
 * took to be refused, which other work on the machine does not change much, and the most memory that the process had:
 *
 * <pre>java -Xmx96m -cp TEST_CLASS_PATH io.github.diffusionelites.model.damage.RefusalFigures DIR</pre>
 */
public final class RefusalFigures {

    /** Begins the line of the largest resident set; a number of KiB follows. */
    public static final String PEAK = "Peak resident set [KiB]: ";

    /** Begins the line that says how many files were refused; a number follows. */
    public static final String REFUSED = "Refused: ";

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private RefusalFigures() {}

    /** Reads the directory that is named. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        int refused = 0;
        double slowest = 0;
        String slowestFile = "";
        for (DamagedWeights.Line line : DamagedWeights.manifest(directory)) {
            long start = THREADS.getCurrentThreadCpuTime();
            String refusal = refusal(directory.resolve(line.file()));
            double milliseconds = (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
            System.out.printf(Locale.ROOT, "%8.1f ms  %s: %s%n", milliseconds, line.file(), refusal);
            refused += refusal.contains(line.expected()) ? 1 : 0;
            if (milliseconds > slowest) {
                slowest = milliseconds;
                slowestFile = line.file();
            }
        }
        System.out.printf(Locale.ROOT, "Slowest: %.1f ms, %s%n", slowest, slowestFile);
        System.out.println(REFUSED + refused);
        System.out.println(PEAK + peak());
    }

    private static String refusal(Path file) {
        try {
            Safetensors.read(file);
            return "NOT REFUSED";
        } catch (ModelFormatException e) {
            return e.getMessage();
        }
    }

    private static String peak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .findFirst()
                .orElseThrow();
    }
}
