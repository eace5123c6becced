package io.github.diffusionelites.bench.suite.timing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.bench.suite.Suite;
import io.github.diffusionelites.bench.suite.report.Figure;
import io.github.diffusionelites.bench.suite.report.Outcome;
import io.github.diffusionelites.bench.suite.report.Report;
import io.github.diffusionelites.bench.suite.report.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every group, tiny, on the emulated driver, beside peers that answer, refuse, babble and hang. */
class TimingTest {

    private static final Path SOURCES = Path.of(System.getProperty("elites.root"), "kernels", "src");

    /** As in {@code ELITES_KERNEL(name, Arguments, threads)}; the tiles of convolutions are made by another macro. */
    private static final Pattern KERNEL = Pattern.compile("ELITES_[A-Z_]*KERNEL[A-Z_]*\\(\\s*([a-z][a-z0-9_]*)");

    private static final String PEERS = """
        case "$4" in
        B0) echo warming up
            echo '{"variant":"eager","milliseconds":[1000000,1000001],"peakBytes":5,"cpuSeconds":1,"note":"canned"}';;
        B1) echo 'Segmentation fault';;
        B2) echo '{"unavailable":"No compiler is here."}';;
        B3) echo '{"variant":"graph","milliseconds":[400000],"note":"canned"}';;
        *) sleep 60;;
        esac
        """;

    @TempDir
    private Path directory;

    private final StringWriter said = new StringWriter();

    private int run(String... arguments) {
        return Suite.run(Stream.concat(Stream.of("time"), Stream.of(arguments)).toList(), new PrintWriter(said, true));
    }

    private Report report(Group group) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            Path json = files.filter(
                            file -> file.getFileName().toString().matches("gpu-time-" + group.label() + "-.*[.]json"))
                    .findFirst()
                    .orElseThrow();
            assertThat(json.resolveSibling(json.getFileName().toString().replace(".json", ".md")))
                    .isNotEmptyFile();
            return Report.read(json);
        }
    }

    @Test
    void shouldMeasureEveryGroup() throws IOException {
        Path script = Files.writeString(directory.resolve("peers.sh"), PEERS);
        int code = run(
                "--group",
                "all",
                "--tiny",
                "--out",
                directory.toString(),
                "--python",
                "sh",
                "--peers",
                script.toString(),
                "--peer-seconds",
                "0.4");
        assertThat(code).as(said.toString()).isZero();
        for (Group group : Group.values()) {
            Report report = report(group);
            assertThat(report.figures())
                    .as(group.label())
                    .anyMatch(figure -> figure.group().equals(group.label()))
                    .allMatch(figure -> Double.isFinite(figure.value()) && figure.samples() >= 1);
            assertThat(report.verdicts()).noneMatch(verdict -> verdict.outcome() == Outcome.FAILED);
            assertThat(report.host().device()).contains("Emulated");
        }
        requireKernels(report(Group.KERNELS));
        requirePeers(report(Group.SMALL));
    }

    /** A kernel that is missing here needs a case, of a workload or of its own. */
    private static void requireKernels(Report report) throws IOException {
        Set<String> measured = report.figures().stream().map(Figure::name).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        int files = 0;
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".cu")).toList()) {
                files++;
                Matcher matcher = KERNEL.matcher(Files.readString(source));
                boolean found = matcher.results().anyMatch(kernel -> measured.contains(kernel.group(1)));
                boolean tiles = source.endsWith("convolve.cu")
                        && measured.stream().anyMatch(name -> name.startsWith("convolve_bf16_"))
                        && measured.stream().anyMatch(name -> name.startsWith("convolve_f32_"));
                if (!found && !tiles) {
                    missing.add(source.getFileName().toString());
                }
            }
        }
        assertThat(files).isGreaterThan(20);
        assertThat(missing).as("files of kernels that are not timed").isEmpty();
        assertThat(report.figures())
                .filteredOn(figure -> figure.name().equals("sample_diagonal"))
                .isNotEmpty()
                .allMatch(
                        figure -> figure.floor().isPresent() && figure.target().isPresent());
    }

    private static void requirePeers(Report report) {
        Figure generation = figure(report, "generation");
        assertThat(generation.peer()).isEqualTo("B3 graph");
        assertThat(generation.bestPeer()).hasValue(400_000);
        assertThat(generation.target()).as("twice as fast as graphs").hasValue(200_000);
        assertThat(generation.missesTarget()).isFalse();
        assertThat(figure(report, "generation, beside eager PyTorch").peer()).isEqualTo("B0 eager");
        assertThat(report.verdicts())
                .filteredOn(verdict -> verdict.outcome() == Outcome.SKIPPED)
                .extracting(Verdict::detail)
                .anyMatch(detail -> detail.contains("Segmentation fault"))
                .anyMatch(detail -> detail.equals("No compiler is here."))
                .anyMatch(detail -> detail.contains("did not end within"));
        assertThat(report.figures())
                .extracting(Figure::name)
                .contains("decode", "selection and refit", "sample evaluations", "device memory", "processor");
    }

    private static Figure figure(Report report, String name) {
        return report.figures().stream()
                .filter(figure -> figure.name().equals(name) && figure.shape().contains("bfloat16"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldReportWhatThereIsWhenTheTimeIsOver() throws IOException {
        assertThat(run("--group", "islands", "--tiny", "--out", directory.toString(), "--minutes", "0.0001"))
                .isZero();
        assertThat(report(Group.ISLANDS).verdicts())
                .isNotEmpty()
                .allMatch(verdict -> verdict.outcome() == Outcome.SKIPPED)
                .extracting(Verdict::detail)
                .anyMatch(detail -> detail.contains("time of the group"));
    }

    @Test
    void shouldListTheGroups() {
        assertThat(run("--list")).isZero();
        assertThat(said.toString().lines()).hasSize(Group.values().length);
        assertThat(said.toString()).contains("kernels", "W9");
        assertThat(run("--help")).isZero();
        assertThat(said.toString()).contains("--peer-seconds", "Exit codes");
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        assertThat(run("--group", "huge")).isEqualTo(2);
        assertThat(said.toString()).contains("huge").contains("islands");
    }

    @Test
    void shouldSayThatThereIsNoSuchDevice() {
        assertThat(run("--group", "small", "--tiny", "--device", "cuda:7", "--out", directory.toString()))
                .isEqualTo(3);
        assertThat(said.toString()).contains("cuda:7");
    }
}
