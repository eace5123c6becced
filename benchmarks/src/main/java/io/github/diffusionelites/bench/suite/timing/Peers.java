package io.github.diffusionelites.bench.suite.timing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Runs peers, each in a process of its own that ends in time.
 *
 * @param command that runs one, without its arguments; empty where none are wanted
 * @param most that one peer gets
 * @param tiny whether the peers' shapes are tiny
 */
record Peers(List<String> command, Duration most, boolean tiny) {

    private static final int SHOWN = 300;

    /** What a process has beyond its seconds, to import, to report and to end by itself. */
    private static final double GRACE = 20;

    /**
     * Runs a peer on a workload.
     *
     * @param workload as peers call it, such as {@code W1}
     * @param peer such as {@code B3}
     * @param seconds that it is told to measure for; it is stopped some time later
     */
    PeerResult run(String workload, String peer, double seconds) {
        if (command.isEmpty()) {
            return new PeerResult.Unavailable(peer, "No peers were asked for.");
        }
        double told = Math.min(most.toMillis() / 1e3, seconds);
        if (told <= 0) {
            return new PeerResult.Unavailable(peer, "The time of the group was over before it could begin.");
        }
        try {
            Path output = Files.createTempFile("elites-peer", ".out");
            Path errors = Files.createTempFile("elites-peer", ".err");
            try {
                return run(workload, peer, told, output, errors);
            } finally {
                Files.deleteIfExists(output);
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            return new PeerResult.Unavailable(
                    peer, "Its process cannot be started by " + command + ": " + e.getMessage() + ".");
        }
    }

    private PeerResult run(String workload, String peer, double told, Path output, Path errors) throws IOException {
        Process process = new ProcessBuilder(arguments(workload, peer, told))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        process.getOutputStream().close();
        double limit = told + grace(told);
        try {
            if (!process.waitFor((long) (1e3 * limit), TimeUnit.MILLISECONDS)) {
                return new PeerResult.Unavailable(
                        peer, String.format(Locale.ROOT, "It did not end within %.1f s and was stopped.", limit));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new PeerResult.Unavailable(peer, "The measurement was interrupted.");
        } finally {
            stop(process);
        }
        if (process.exitValue() != 0) {
            String said = end(Files.readString(errors, StandardCharsets.ISO_8859_1));
            return new PeerResult.Unavailable(
                    peer, "Its process ended with exit code " + process.exitValue() + " and said: " + said);
        }
        return PeerOutput.read(peer, Files.readString(output, StandardCharsets.UTF_8));
    }

    /** Returns what a peer that is told so many seconds may take beyond them. */
    static double grace(double told) {
        return Math.min(GRACE, told);
    }

    private List<String> arguments(String workload, String peer, double told) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("--workload", workload, "--peer", peer));
        all.addAll(List.of("--seconds", String.format(Locale.ROOT, "%.1f", told)));
        if (tiny) {
            all.addAll(List.of("--scale", "tiny"));
        }
        return all;
    }

    /** Compilers of a peer are processes of their own. */
    private static void stop(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private static String end(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.substring(Math.max(0, line.length() - SHOWN));
    }
}
