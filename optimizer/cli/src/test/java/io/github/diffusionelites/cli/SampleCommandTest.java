package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleCommandTest {

    @TempDir
    private Path directory;

    @Test
    void shouldDrawSamplesAndMeasureThem() throws IOException {
        Path model = TinyModel.write(directory.resolve("model"), 0.1f);
        Path out = directory.resolve("drawn.npy");

        CommandLineRun run = CommandLineRun.of("sample", model, "--count", "12", "--steps", "2", "--out", out);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(out).hasSize(128 + 12 * 2 * 8 * 4);
        assertThat(directory.resolve("drawn.svg")).content().startsWith("<svg");
        assertThat(run.out()).containsPattern("step-length spread +[0-9.]+ +[0-9.]+ +[0-9.]+");
    }

    @Test
    void shouldDrawTheSameSamplesForTheSameSeedOnly() throws IOException {
        Path model = TinyModel.write(directory.resolve("model"), 0.1f);
        for (String[] seed : new String[][] {{"a", "3"}, {"b", "3"}, {"c", "4"}}) {
            assertThat(CommandLineRun.of(
                                    "sample",
                                    model,
                                    "--count",
                                    "5",
                                    "--steps",
                                    "2",
                                    "--eta",
                                    "0.5",
                                    "--seed",
                                    seed[1],
                                    "--out",
                                    directory.resolve(seed[0] + ".npy"))
                            .code())
                    .isZero();
        }

        byte[] first = Files.readAllBytes(directory.resolve("a.npy"));
        assertThat(directory.resolve("b.npy")).hasBinaryContent(first);
        assertThat(Files.readAllBytes(directory.resolve("c.npy"))).isNotEqualTo(first);
    }

    @Test
    void shouldDrawOtherSamplesInAnotherPrecision() throws IOException {
        Path model = TinyModel.write(directory.resolve("model"), 0.1f);
        for (String precision : List.of("float32", "bfloat16")) {
            Path out = directory.resolve(precision + ".npy");
            CommandLineRun run = CommandLineRun.of(
                    "sample", model, "--count", "5", "--steps", "2", "--precision", precision, "--out", out);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.err()).contains("networks in " + precision);
        }

        assertThat(Files.readAllBytes(directory.resolve("bfloat16.npy")))
                .isNotEqualTo(Files.readAllBytes(directory.resolve("float32.npy")));
    }

    @Test
    void shouldNotReplaceFilesUnasked() throws IOException {
        Path model = TinyModel.write(directory.resolve("model"), 0.1f);
        Path out = Files.writeString(directory.resolve("drawn.npy"), "mine");

        CommandLineRun run = CommandLineRun.of("sample", model, "--count", "2", "--steps", "1", "--out", out);

        assertThat(run.code()).isEqualTo(2);
        assertThat(out).hasContent("mine");
        CommandLineRun told =
                CommandLineRun.of("sample", model, "--count", "2", "--steps", "1", "--out", out, "--overwrite");
        assertThat(told.code()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "--count, 0, 2",
        "--steps, 0, 2",
        "--steps, 1001, 2",
        "--eta, 1.5, 2",
        "--eta, NaN, 2",
        "--precision, float16, 2",
        "--device, abacus, 3",
        "--device, C, 2",
        "--out, missing/a.npy, 2"
    })
    void shouldRefuseOptionsOutOfRange(String option, String value, int code) throws IOException {
        Path model = TinyModel.write(directory.resolve("model"), 0.1f);
        Path out = directory.resolve("drawn.npy");

        CommandLineRun run = option.equals("--out")
                ? CommandLineRun.of("sample", model, option, directory.resolve(value))
                : CommandLineRun.of("sample", model, "--out", out, option, value);

        assertThat(run.code()).isEqualTo(code);
        assertThat(run.err()).startsWith("elites: ");
        assertThat(out).doesNotExist();
    }
}
