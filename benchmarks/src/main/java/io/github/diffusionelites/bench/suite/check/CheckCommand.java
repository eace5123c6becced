package io.github.diffusionelites.bench.suite.check;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;

/** The command {@code check}: whether a CUDA device does what is promised. */
public final class CheckCommand {

    private static final int BAD_USAGE = 2;

    private CheckCommand() {}

    /**
     * Runs checks and writes a report.
     *
     * @param arguments options; {@code --help} lists them
     * @param out told of every check when it ends
     * @return 0 if nothing failed, 1 if something did, 2 if the arguments cannot be used, 3 if there is no CUDA device
     */
    public static int run(List<String> arguments, PrintWriter out) {
        if (arguments.contains("--help")) {
            out.println(CheckOptions.USAGE);
            return 0;
        }
        if (arguments.contains("--list")) {
            Checks.all().forEach(check -> out.println(check.name() + ": " + check.about()));
            return 0;
        }
        CheckOptions options;
        try {
            options = CheckOptions.of(arguments);
        } catch (IllegalArgumentException e) {
            out.println("suite check: " + e.getMessage());
            out.println(CheckOptions.USAGE);
            return BAD_USAGE;
        }
        try {
            Files.createDirectories(options.results());
            return new CheckRun(options, String.join(" ", arguments), out).run();
        } catch (IOException e) {
            out.println("suite check: The directory " + options.results() + " cannot be written (" + e
                    + "); name another by --out.");
            return BAD_USAGE;
        }
    }
}
