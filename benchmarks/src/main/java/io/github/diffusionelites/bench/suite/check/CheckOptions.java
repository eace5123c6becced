package io.github.diffusionelites.bench.suite.check;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * What a person asks of {@code check}.
 *
 * @param settings of the checks; their own directory is not made yet
 * @param only names of the checks to run, all where it is empty
 * @param results the directory that takes the report
 * @param limitSeconds after which no check is started, and those that run have failed
 * @param jobs how many checks run at the same time, of those that share the device
 */
record CheckOptions(CheckSettings settings, List<String> only, Path results, int limitSeconds, int jobs) {

    static final String USAGE = """
        Usage: suite check [OPTIONS]
          --tiny            the smallest shapes, for the emulated driver
          --seed S          seed of all random inputs; a fresh one by default, which the report names
          --only A,B        these checks; --list names all
          --cases A,B       of the cases that every device must pass, these classes, such as ScoreCases
          --out DIR         takes the report, ./results by default
          --limit S         seconds for all, 360 by default
          --jobs N          checks at a time, of those that can share the device
          --list            names all checks
        Exit codes: 0 nothing failed, 1 something failed, 2 bad usage, 3 there is no CUDA device, 130 interrupted.\
        """;

    private static final int LIMIT_SECONDS = 360;
    private static final int MOST_JOBS = 8;

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if it cannot be understood
     */
    static CheckOptions of(List<String> arguments) {
        boolean tiny = false;
        long seed = new Random().nextLong() >>> 1;
        List<String> only = List.of();
        List<String> cases = List.of();
        Path results = Path.of("results");
        int limit = LIMIT_SECONDS;
        int jobs = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MOST_JOBS);
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String option = rest.removeFirst();
            switch (option) {
                case "--tiny" -> tiny = true;
                case "--seed" -> seed = Long.parseLong(value(option, rest));
                case "--only" -> only = List.of(value(option, rest).split(","));
                case "--cases" -> cases = List.of(value(option, rest).split(","));
                case "--out" -> results = Path.of(value(option, rest));
                case "--limit" -> limit = positive(option, rest);
                case "--jobs" -> jobs = positive(option, rest);
                default -> throw new IllegalArgumentException("The option \"" + option + "\" is unknown.");
            }
        }
        only.forEach(Checks::named);
        results = results.toAbsolutePath().normalize();
        Path home = Path.of(System.getProperty("elites.root", "")).toAbsolutePath();
        return new CheckOptions(new CheckSettings(tiny, seed, cases, home, results), only, results, limit, jobs);
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException("The option " + option + " needs a value.");
        }
        return rest.removeFirst();
    }

    private static int positive(String option, Deque<String> rest) {
        String value = value(option, rest);
        int number = Integer.parseInt(value);
        if (number < 1) {
            throw new IllegalArgumentException("The option " + option + " must be at least 1, but is " + value + ".");
        }
        return number;
    }

    /** Returns the checks to run; the first one always. */
    List<Check> checks() {
        return Checks.all().stream()
                .filter(check -> only.isEmpty()
                        || only.contains(check.name())
                        || check.name().equals(Checks.first().name()))
                .toList();
    }
}
