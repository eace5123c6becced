package io.github.diffusionelites.bench.suite.check;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command {@code check}: whether a CUDA device does what is promised. */
@Command(
        name = "check",
        description = "Whether the CUDA device does what is promised.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:nothing failed",
            " 1:something failed",
            " 2:bad usage",
            " 3:there is no CUDA device",
            "130:interrupted"
        })
public final class CheckCommand implements Callable<Integer> {

    private static final int MOST_JOBS = 8;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--list", description = "Name all checks, and run none.")
    private boolean list;

    @Option(names = "--tiny", description = "The smallest shapes, for the emulated driver.")
    private boolean tiny;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed of all random inputs; a fresh one by default, which the report names.",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private long seed = new Random().nextLong() >>> 1;

    @Option(names = "--only", paramLabel = "NAME", split = ",", description = "These checks; all by default.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--cases",
            paramLabel = "CLASS",
            split = ",",
            description = "Of the cases that every device must pass, these classes, such as ScoreCases.")
    private List<String> cases = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", description = "Takes the report.")
    private Path results = Path.of("results");

    @Option(names = "--limit", paramLabel = "S", description = "Seconds for all, once the device is found.")
    private int limit = 360;

    @Option(names = "--jobs", paramLabel = "N", description = "Checks at a time, of those that can share the device.")
    private int jobs = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MOST_JOBS);

    /** For the command line. */
    @SuppressWarnings("NullAway.Init") // The command line sets what is annotated.
    public CheckCommand() {}

    /** Runs checks and writes a report. */
    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            Checks.all().forEach(check -> out.println(check.name() + ": " + check.about()));
            return 0;
        }
        CheckOptions options = options();
        try {
            Files.createDirectories(options.results());
            String command =
                    String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
            return new CheckRun(options, command, out).run();
        } catch (IOException e) {
            throw refused(
                    "The directory " + options.results() + " cannot be written (" + e + "); name another by --out.", e);
        }
    }

    private CheckOptions options() {
        Path directory = results.toAbsolutePath().normalize();
        Path home = Path.of(System.getProperty("elites.root", "")).toAbsolutePath();
        try {
            return new CheckOptions(
                    new CheckSettings(tiny, seed, List.copyOf(cases), home, directory),
                    List.copyOf(only),
                    directory,
                    limit,
                    jobs);
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()), e);
        }
    }

    private ParameterException refused(String message, Exception cause) {
        return new ParameterException(spec.commandLine(), message, cause);
    }
}
