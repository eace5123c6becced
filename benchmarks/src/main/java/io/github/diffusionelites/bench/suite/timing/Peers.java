package io.github.diffusionelites.bench.suite.timing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs peers, each in a process of its own that ends in time.
 *
 * @param command that runs one, without its arguments; empty where none are wanted
 * @param limit of one process
 * @param tiny whether the peers' shapes are tiny
 */
record Peers(List<String> command, Duration limit, boolean tiny) {

    private static final int SHOWN = 300;

    /**
     * Runs a peer on a workload, within its limit and a deadline.
     *
     * @param workload such as {@code W1}
     * @param peer such as {@code B3}
     */
    PeerResult run(String workload, String peer, Deadline deadline) {
        if (command.isEmpty()) {
            return new PeerResult.Unavailable(peer, "No peers were asked for.");
        }
        double seconds = Math.min(limit.toMillis() / 1e3, deadline.secondsLeft());
        if (seconds <= 0) {
            return new PeerResult.Unavailable(peer, "The time of the group was over before it could begin.");
        }
        try {
            Path output = Files.createTempFile("elites-peer", ".out");
            Path errors = Files.createTempFile("elites-peer", ".err");
            try {
                return run(workload, peer, seconds, output, errors);
            } finally {
                Files.deleteIfExists(output);
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            return new PeerResult.Unavailable(
                    peer, "Its process cannot be started by " + command + ": " + e.getMessage() + ".");
        }
    }

    private PeerResult run(String workload, String peer, double seconds, Path output, Path errors) throws IOException {
        Process process = new ProcessBuilder(arguments(workload, peer))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor((long) (1e3 * seconds), TimeUnit.MILLISECONDS)) {
                return new PeerResult.Unavailable(
                        peer, "It did not end within " + Math.round(seconds) + " s and was stopped.");
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

    private List<String> arguments(String workload, String peer) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("--workload", workload, "--peer", peer));
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
