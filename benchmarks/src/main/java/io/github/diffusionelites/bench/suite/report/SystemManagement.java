package io.github.diffusionelites.bench.suite.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Asks NVIDIA's {@code nvidia-smi}, which comes with the driver. */
public final class SystemManagement {

    private static final String CLOCKS = "clocks.sm,clocks.max.sm,clocks.mem,clocks.max.mem,pstate,temperature.gpu,"
            + "power.draw,power.limit,clocks_event_reasons.active";
    private static final int MOST_SECONDS = 20;

    private SystemManagement() {}

    /** Returns clocks, power and temperature of the first GPU as they are now, or why they cannot be read. */
    public static String clocks() {
        return CLOCKS + ": " + query(CLOCKS);
    }

    /**
     * Returns properties of the first GPU.
     *
     * @param properties names with commas between them, as {@code nvidia-smi --help-query-gpu} lists them
     * @return values with commas between them, or one sentence on why there are none
     */
    public static String query(String properties) {
        return run("nvidia-smi", "--id=0", "--query-gpu=" + properties, "--format=csv,noheader");
    }

    private static String run(String... command) {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return "unknown, because there is no nvidia-smi on the path.";
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                return "unknown, because nvidia-smi did not answer in " + MOST_SECONDS + " seconds.";
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
            return process.exitValue() == 0 ? said : "unknown, because nvidia-smi said: " + said;
        } catch (IOException e) {
            return "unknown, because the output of nvidia-smi could not be read: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown, because the question was interrupted.";
        } finally {
            process.destroyForcibly();
        }
    }
}
