package io.github.diffusionelites.model.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.model.ModelFormatException;
import io.github.diffusionelites.model.Safetensors;
import io.github.diffusionelites.model.WeightsSummary;
import io.github.diffusionelites.support.Refusals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every damaged file is refused with one sentence, by every reader, and none costs much memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedWeightsTest {

    private static final int MOST_KIBIBYTES = 256 << 10;

    @TempDir
    static Path directory;

    private int written;

    @BeforeAll
    void write() throws IOException {
        written = DamagedWeights.write(directory);
    }

    Stream<DamagedWeights.Line> lines() throws IOException {
        return DamagedWeights.manifest(directory).stream();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void shouldRefuseWithOneSentence(DamagedWeights.Line line) {
        Path file = directory.resolve(line.file());
        assertThatThrownBy(() -> Safetensors.read(file))
                .as(line.rule())
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(line.expected())
                .satisfies(refusal -> Refusals.requireSentence(refusal.getMessage(), file))
                .satisfies(refusal -> assertThatThrownBy(() -> WeightsSummary.read(file))
                        .isInstanceOf(ModelFormatException.class)
                        .hasMessage(refusal.getMessage()));
    }

    @Test
    void shouldListEveryFileInTheManifest() throws IOException {
        assertThat(written).isGreaterThanOrEqualTo(150);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(Stream.of(DamagedWeights.MANIFEST), lines().map(DamagedWeights.Line::file))
                                    .toList());
        }
    }

    @Test
    void shouldRefuseAllWithinAQuarterOfAGibibyte() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RefusalFigures.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        // Figures to publish: see benchmarks/results/contracts.md.
        output.lines().skip(written).forEach(System.out::println);
        assertThat(figure(output, RefusalFigures.REFUSED)).as(output).isEqualTo(written);
        assertThat(figure(output, RefusalFigures.PEAK)).isBetween(10_000, MOST_KIBIBYTES);
    }

    private static int figure(String output, String name) {
        List<String> lines =
                output.lines().filter(line -> line.startsWith(name)).toList();
        assertThat(lines).as(output).hasSize(1);
        return Integer.parseInt(lines.getFirst().substring(name.length()));
    }
}
