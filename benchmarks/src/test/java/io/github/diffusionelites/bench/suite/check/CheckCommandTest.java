package io.github.diffusionelites.bench.suite.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.bench.suite.Suite;
import io.github.diffusionelites.bench.suite.report.Outcome;
import io.github.diffusionelites.bench.suite.report.Report;
import io.github.diffusionelites.bench.suite.report.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole check on the emulated driver, which must pass, and with a bug in a kernel, which it must name. */
class CheckCommandTest {

    private static final String DRIVER = "elites.cuda.driver.path";
    private static final Path EMULATOR = Path.of(System.getProperty("elites.native.path"), "../cuda-emulator");

    @TempDir
    private Path results;

    private final StringWriter printed = new StringWriter();

    @AfterEach
    void forget() {
        System.clearProperty(DRIVER);
    }

    private int check(String driver, String... arguments) {
        System.setProperty(DRIVER, EMULATOR.resolve(driver).normalize().toString());
        List<String> all = new ArrayList<>(List.of("check", "--tiny", "--jobs", "2", "--out", results.toString()));
        all.addAll(List.of(arguments));
        return Suite.run(all, new PrintWriter(printed, true));
    }

    private Report report() throws Exception {
        try (Stream<Path> files = Files.list(results)) {
            return Report.read(files.filter(file -> file.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow());
        }
    }

    @Test
    void shouldPassOnTheEmulatedDriver() throws Exception {
        int code = check("libcuda.so.1");

        assertThat(code).as(printed.toString()).isZero();
        assertThat(report().verdicts())
                .extracting(Verdict::name)
                .containsExactlyInAnyOrderElementsOf(
                        Checks.all().stream().map(Check::name).toList());
        assertThat(report().verdicts())
                .filteredOn(verdict -> verdict.outcome() == Outcome.SKIPPED)
                .as("what needs a GPU")
                .extracting(Verdict::name)
                .containsExactlyInAnyOrderElementsOf(Checks.all().stream()
                        .filter(check -> !check.needsAGpu().isEmpty())
                        .map(Check::name)
                        .toList());
        assertThat(report().host().device()).contains("Emulated GPU");
        assertThat(report().notes()).anyMatch(note -> note.contains("--seed "));
    }

    @Test
    void shouldNameTheKernelThatHasABug() throws Exception {
        int code = check("seeded/libcuda.so.1", "--only", "conformance-ffm", "--cases", "SamplerCases");

        assertThat(code).isEqualTo(1);
        assertThat(report().verdicts())
                .filteredOn(verdict -> verdict.name().equals("conformance-ffm"))
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.outcome()).isEqualTo(Outcome.FAILED);
                    assertThat(verdict.detail())
                            .contains("SamplerCases", "UpdateSampler", "update_sampler_f32", "-Delites.test.seed=");
                });
    }

    @Test
    void shouldGoOnWhereACheckHangsUntilAllTimeIsOver() throws Exception {
        int code = check("libcuda.so.1", "--limit", "1");

        assertThat(code).isEqualTo(1);
        assertThat(report().verdicts())
                .filteredOn(verdict -> verdict.outcome() == Outcome.FAILED)
                .isNotEmpty()
                .allSatisfy(verdict ->
                        assertThat(verdict.detail()).containsAnyOf("It did not end in", "It was not started"));
    }

    @Test
    void shouldSayThatThereIsNoDevice() throws Exception {
        int code = check("missing.so", "--only", "self-test-ffm");

        assertThat(code).isEqualTo(3);
        assertThat(report().verdicts()).extracting(Verdict::outcome).containsExactly(Outcome.FAILED, Outcome.SKIPPED);
        assertThat(report().verdicts().getFirst().detail()).contains("missing.so");
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        assertThat(check("libcuda.so.1", "--only", "nothing")).isEqualTo(2);
        assertThat(printed.toString()).contains("There is no check \"nothing\"", "Usage:");
        assertThat(check("libcuda.so.1", "--fast")).isEqualTo(2);
        assertThat(Suite.run(List.of(), new PrintWriter(printed, true))).isEqualTo(2);
    }
}
