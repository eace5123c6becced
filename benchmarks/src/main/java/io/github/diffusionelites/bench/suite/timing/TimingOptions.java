package io.github.diffusionelites.bench.suite.timing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param groups to measure, in their order
 * @param list whether only to say which groups there are
 * @param tiny whether shapes are tiny and samples few, for the emulated driver
 * @param device as {@code --device}
 * @param directory for reports
 * @param peers the command that runs the peers, without its arguments; empty for no peers
 * @param peerLimit most that one peer gets
 * @param groupLimit of one group
 */
record TimingOptions(
        List<Group> groups,
        boolean list,
        boolean tiny,
        String device,
        Path directory,
        List<String> peers,
        Duration peerLimit,
        Duration groupLimit) {

    static final String USAGE = """
        time --group G[,G...] [--tiny] [--device cuda[:N]] [--out DIR] [--python PROGRAM] [--peers SCRIPT|none]
             [--peer-seconds S] [--minutes M]
        time --list
        A group ends after M minutes (7.5), with what was measured so far; a peer gets its share, at most S seconds (240).\
        """;

    /** Of the project, or of a bundle. */
    private static final Path ROOT = Path.of(System.getProperty("elites.root", "."));

    private static final double DEFAULT_MINUTES = 7.5;
    private static final double DEFAULT_PEER_SECONDS = 240;

    /**
     * Reads arguments.
     *
     * @throws IllegalArgumentException with one sentence if they cannot be understood
     */
    static TimingOptions parse(List<String> arguments) {
        Deque<String> left = new ArrayDeque<>(arguments);
        List<Group> groups = new ArrayList<>();
        boolean list = false;
        boolean tiny = false;
        String device = "cuda";
        Path directory = Path.of("results");
        String python = System.getenv().getOrDefault("ELITES_PYTHON", "python3");
        String script =
                ROOT.resolve("benchmarks").resolve("peers").resolve("gpu.py").toString();
        double peerSeconds = DEFAULT_PEER_SECONDS;
        double minutes = DEFAULT_MINUTES;
        while (!left.isEmpty()) {
            String option = left.pop();
            switch (option) {
                case "--list", "--help" -> list = true;
                case "--tiny" -> tiny = true;
                case "--group" -> groups.addAll(Group.named(value(option, left)));
                case "--device" -> device = value(option, left);
                case "--out" -> directory = Path.of(value(option, left));
                case "--python" -> python = value(option, left);
                case "--peers" -> script = value(option, left);
                case "--peer-seconds" -> peerSeconds = number(option, left);
                case "--minutes" -> minutes = number(option, left);
                default ->
                    throw new IllegalArgumentException("The option " + option + " is not known; there are:\n" + USAGE);
            }
        }
        if (!device.matches("cuda(:.*)?")) {
            throw new IllegalArgumentException(
                    "The device \"" + device + "\" has no events to time by; only cuda and cuda:N have.");
        }
        if (groups.isEmpty() && !list) {
            throw new IllegalArgumentException("The option --group is missing; --list says which groups there are.");
        }
        return new TimingOptions(
                List.copyOf(groups),
                list,
                tiny,
                device,
                directory,
                script.equals("none") ? List.of() : List.of(python, script),
                Duration.ofMillis((long) (1e3 * peerSeconds)),
                Duration.ofMillis((long) (6e4 * minutes)));
    }

    private static String value(String option, Deque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException("The option " + option + " needs a value.");
        }
        return left.pop();
    }

    private static double number(String option, Deque<String> left) {
        String text = value(option, left);
        try {
            double number = Double.parseDouble(text);
            if (number > 0 && number <= 1e6) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notPositive(option, text, e);
        }
        throw notPositive(option, text, null);
    }

    private static IllegalArgumentException notPositive(String option, String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "The option " + option + " needs a number above 0, but has \"" + text + "\".", cause);
    }
}
