package io.github.diffusionelites.bench.suite.timing;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command {@code time}: how long a CUDA device takes, beside its peers. */
@Command(
        name = "time",
        description = "How fast the CUDA device is, beside its peers. A group ends with what was measured so far.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:all was measured or could not be", " 1:a part failed", " 2:bad usage", " 3:no CUDA device"})
public final class TimeCommand implements Callable<Integer> {

    /** Of the project, or of a bundle. */
    private static final Path ROOT = Path.of(System.getProperty("elites.root", "."));

    private static final double MILLISECONDS_OF_SECOND = 1e3;
    private static final double MILLISECONDS_OF_MINUTE = 6e4;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--list", description = "Name all groups, and measure none.")
    private boolean list;

    @Option(names = "--group", paramLabel = "G[,G...]", description = "What to measure; \"all\" for everything.")
    private List<String> groups = new ArrayList<>();

    @Option(names = "--tiny", description = "Tiny shapes and few samples, for the emulated driver.")
    private boolean tiny;

    @Option(names = "--device", paramLabel = "ID", description = "cuda, or cuda:N.")
    private String device = "cuda";

    @Option(names = "--out", paramLabel = "DIR", description = "Takes the reports.")
    private Path directory = Path.of("results");

    @Option(names = "--python", paramLabel = "PROGRAM", description = "Runs the peers.")
    private String python = System.getenv().getOrDefault("ELITES_PYTHON", "python3");

    @Option(names = "--peers", paramLabel = "SCRIPT|none", description = "The peers' script, or none of them.")
    private String script =
            ROOT.resolve("benchmarks").resolve("peers").resolve("gpu.py").toString();

    @Option(names = "--peer-seconds", paramLabel = "S", description = "Most that one peer gets of the group's time.")
    private double peerSeconds = 240;

    @Option(names = "--minutes", paramLabel = "M", description = "Of one group.")
    private double minutes = 7.5;

    /** For the command line. */
    @SuppressWarnings("NullAway.Init") // The command line sets what is annotated.
    public TimeCommand() {}

    /** Measures and writes reports. */
    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            for (Group group : Group.values()) {
                out.printf("%-10s %s%n", group.label(), group.description());
            }
            out.flush();
            return 0;
        }
        String command =
                String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
        return Timing.run(options(), command, out);
    }

    /**
     * Returns what was asked for.
     *
     * @throws ParameterException if it cannot be measured
     */
    TimingOptions options() {
        try {
            return new TimingOptions(
                    groups.stream()
                            .flatMap(names -> Group.named(names).stream())
                            .toList(),
                    tiny,
                    device,
                    directory,
                    script.equals("none") ? List.of() : List.of(python, script),
                    milliseconds(MILLISECONDS_OF_SECOND * peerSeconds),
                    milliseconds(MILLISECONDS_OF_MINUTE * minutes));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Rounded to nothing where it is no number. */
    private static Duration milliseconds(double count) {
        return Duration.ofMillis((long) count);
    }
}
