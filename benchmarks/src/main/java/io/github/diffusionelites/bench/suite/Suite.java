package io.github.diffusionelites.bench.suite;

import io.github.diffusionelites.bench.suite.check.CheckCommand;
import io.github.diffusionelites.bench.suite.timing.Timing;
import java.io.PrintWriter;
import java.util.List;

/** The command line of the suite. */
public final class Suite {

    private static final int BAD_USAGE = 2;

    private Suite() {}

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param arguments the command and what it takes
     */
    @SuppressWarnings("DefaultCharset") // A writer on a print stream takes over its charset.
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), new PrintWriter(System.out, true)));
    }

    /**
     * Runs a command.
     *
     * @param arguments the command and what it takes
     * @param out takes what it prints
     * @return the exit code, 2 where the arguments cannot be used
     */
    public static int run(List<String> arguments, PrintWriter out) {
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        return switch (command) {
            case "check" -> CheckCommand.run(rest, out);
            case "time" -> Timing.run(rest, out);
            default -> {
                out.println("Usage: suite check|time [OPTIONS]");
                out.println("check: whether the CUDA device does what is promised; check --help lists its options.");
                out.println("time: how fast it is, beside its peers; time --list names its groups and options.");
                yield BAD_USAGE;
            }
        };
    }
}
