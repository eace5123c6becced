package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.device.DriverBinding;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The self-test under NVIDIA's {@code compute-sanitizer}, where that is installed. */
final class SanitizerCheck implements Check {

    /** Bad addresses; races for shared memory; misuse of barriers; global memory that is read before it is written. */
    static final List<String> TOOLS = List.of("memcheck", "racecheck", "synccheck", "initcheck");

    private static final String PROGRAM = "compute-sanitizer";
    private static final int SECONDS = 150;

    private final String tool;

    SanitizerCheck(String tool) {
        this.tool = tool;
    }

    @Override
    public String name() {
        return "sanitizer-" + tool;
    }

    @Override
    public String about() {
        return "the self-test under compute-sanitizer --tool " + tool;
    }

    @Override
    public int seconds() {
        return SECONDS + 10;
    }

    @Override
    public String needsAGpu() {
        return "The emulated driver runs kernels on the host, where the sanitizer does not look.";
    }

    @Override
    public String run(CheckSettings settings) throws Exception {
        Path program = find().orElseThrow(() ->
                new CannotCheckException("There is no " + PROGRAM + " on the path or in a toolkit below /usr/local."));
        Path work = Files.createDirectories(settings.work().resolve(name()));
        CheckSettings own =
                new CheckSettings(settings.tiny(), settings.seed(), settings.cases(), settings.home(), work);
        List<String> arguments = own.arguments();
        String check = new SelfTestCheck(DriverBinding.FFM).name();
        arguments.addFirst(check);
        JavaProcess process = new JavaProcess(
                List.of(program.toString(), "--tool", tool, "--target-processes", "all", "--error-exitcode", "99"),
                settings.machine(),
                OneCheck.class.getName(),
                arguments,
                Map.of(),
                work.resolve("output.log"));
        JavaProcess.Ending ending = process.run(SECONDS, new RunningProcesses());
        List<String> summaries = process.printed()
                .lines()
                .filter(line -> line.contains("SUMMARY"))
                .toList();
        if (ending.code().orElse(-1) != 0 || summaries.isEmpty()) {
            throw new AssertionError(
                    (ending.code().isEmpty() ? "It did not end in " + SECONDS + " s: " : "") + process.lastWords());
        }
        String verdict = VerdictFile.read(own, check)
                .map(each -> each.outcome() + ", " + each.detail())
                .orElseThrow(() -> new AssertionError("The self-test gave no verdict: " + process.lastWords()));
        return String.join(" ", summaries) + " The self-test under it: " + verdict;
    }

    private static Optional<Path> find() throws IOException {
        List<Path> places = new ArrayList<>();
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
            places.add(Path.of(directory, PROGRAM));
        }
        List<Path> toolkits = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of("/usr/local"), "cuda*")) {
            found.forEach(toolkits::add);
        }
        toolkits.sort(Comparator.reverseOrder());
        for (Path toolkit : toolkits) {
            places.add(toolkit.resolve("bin").resolve(PROGRAM));
            places.add(toolkit.resolve("compute-sanitizer").resolve(PROGRAM));
        }
        return places.stream().filter(Files::isExecutable).findFirst();
    }
}
