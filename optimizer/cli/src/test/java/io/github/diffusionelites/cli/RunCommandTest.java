package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.model.TinyModel;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunCommandTest {

    static final String JOB = """
        [model]
        kind = "identity"
        channels = 2
        length = 4
        [search]
        population = 20
        sense = "minimize"
        [[fidelity]]
        steps = 1
        generations = 3
        [[reward]]
        term = "goal_distance"
        goal = [0.4, 0.2]
        """;
    private static final String NETWORK =
            JOB.replace("kind = \"identity\"\nchannels = 2\nlength = 4", "directory = \"model\"");

    @TempDir
    private Path directory;

    private Path job;
    private Path out;

    @BeforeEach
    void nameFiles() {
        job = directory.resolve("goal.toml");
        out = directory.resolve("out");
    }

    @Test
    void shouldRunAJobAndSayWhereTheFilesAre() throws IOException {
        CommandLineRun run = run(JOB);

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Best reward", "Elites' mean", "Files         " + out);
        assertThat(run.err().lines())
                .anyMatch(line -> line.startsWith("Device cpu") && line.endsWith("(chosen by auto)."))
                .anyMatch(line -> line.startsWith("generation 2 (3 of 3): best "));
        assertThat(out.resolve("result.json")).content().contains("\"status\" : \"finished\"");
    }

    @Test
    void shouldRunANetworkAndDrawInpainting() throws IOException {
        TinyModel.write(directory.resolve("model"), 0.1f);

        CommandLineRun run = run(NETWORK + "[output]\ninpainting = true\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(out).isDirectoryContaining("glob:**/inpainting.svg").isDirectoryContaining("glob:**/population.gif");
    }

    @Test
    void shouldLetOptionsOverrideTheJob() throws IOException {
        CommandLineRun run = run(
                JOB, "--seed", "-5", "--device", "cpu", "--lanes", "1", "--chunk-rows", "7", "--precision", "bfloat16");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("auto");
        Job written = JobFile.read(out.resolve("job.toml"));
        assertThat(written.search().seed()).isEqualTo(-5);
        assertThat(written.device()).isEqualTo(new Job.DeviceChoice("cpu", 1, 7, Precision.BFLOAT16));
    }

    @Test
    void shouldRunInThePrecisionThatIsAskedFor() throws IOException {
        TinyModel.write(directory.resolve("model"), 0.1f);
        byte[][] bests = new byte[2][];
        for (int i = 0; i < 2; i++) {
            String precision = i == 0 ? "float32" : "bfloat16";
            CommandLineRun run = run(NETWORK, "--precision", precision, "--overwrite");

            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.err()).contains("networks in " + precision);
            assertThat(out.resolve("result.json")).content().contains("\"precision\" : \"" + precision + '"');
            bests[i] = Files.readAllBytes(out.resolve("elites.npy"));
        }
        assertThat(bests[1]).isNotEqualTo(bests[0]);
    }

    @Test
    void shouldSayWhichPrecisionsThereAre() throws IOException {
        CommandLineRun run = run(JOB, "--precision", "FLOAT32");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--precision", "FLOAT32", "auto, float32, bfloat16");
        assertNothingLeftBehind(run);
    }

    @Test
    void shouldRefuseADirectoryThatHoldsARunUnlessToldOtherwise() throws IOException {
        assertThat(run(JOB).code()).isZero();
        byte[] former = Files.readAllBytes(out.resolve("result.json"));

        CommandLineRun refused = run(JOB);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains(out.toString(), "--overwrite");
        assertThat(out.resolve("result.json")).hasBinaryContent(former);

        assertThat(run(JOB, "--overwrite").code()).isZero();
    }

    @Test
    void shouldNotReplaceTheFileOfItsJob() throws IOException {
        Files.createDirectories(out);
        Path own = Files.writeString(out.resolve("job.toml"), JOB);

        for (String[] arguments : new String[][] {{}, {"--overwrite"}}) {
            CommandLineRun run =
                    CommandLineRun.of(Stream.concat(Stream.of("run", own, "--out", out), Stream.of(arguments))
                            .toArray());
            assertThat(run.code()).as(run.err()).isEqualTo(2);
            assertThat(run.err()).contains("would replace the job file " + own, "--out");
        }
        assertThat(own).hasContent(JOB);
    }

    @Test
    void shouldRefuseADirectoryWithoutAName() throws IOException {
        Path job = Files.writeString(directory.resolve("job.toml"), JOB);

        CommandLineRun run = CommandLineRun.of("run", job, "--out", "", "--overwrite");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--out is empty");
        assertNothingLeftBehind(run);
    }

    @ParameterizedTest
    @CsvSource({"abacus, 3, abacus", "cpu:7, 3, cpu:7", "CPU, 2, KIND:INDEX"})
    void shouldNotOpenAnotherDeviceThanTheOneAskedFor(String device, int code, String said) throws IOException {
        CommandLineRun run = run(JOB, "--device", device);

        assertThat(run.code()).isEqualTo(code);
        assertThat(run.err()).contains(said);
        assertNothingLeftBehind(run);
    }

    @ParameterizedTest
    @CsvSource({
        "population = 20, population = 0, from 1 to",
        "population = 20, elites = 0, from 1 to",
        "population = 20, elites = 257, at most the population",
        "population = 20, populatoin = 20, population",
        "'[0.4, 0.2]', '[0.4, 0.2, 0.1]', has 3 numbers",
        "'goal = [0.4, 0.2]', '', is missing",
        "generations = 3, generations = nan, an integer"
    })
    void shouldRefuseJobsThatMakeNoSense(String part, String mistake, String said) throws IOException {
        CommandLineRun run = run(JOB.replace(part, mistake));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(said);
        assertNothingLeftBehind(run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no model", "no weights", "short weights", "changed weights", "NaN in the weights"})
    void shouldRefuseModelsThatAreDamaged(String damage) throws IOException {
        Path model = directory.resolve("model");
        if (!damage.equals("no model")) {
            TinyModel.write(model, damage.equals("NaN in the weights") ? Float.NaN : 0.1f);
        }
        Path weights = model.resolve("model.safetensors");
        switch (damage) {
            case "no weights" -> Files.delete(weights);
            case "short weights" -> Files.write(weights, Arrays.copyOf(Files.readAllBytes(weights), 5000));
            case "changed weights" -> {
                byte[] bytes = Files.readAllBytes(weights);
                bytes[bytes.length - 1] ^= 1;
                Files.write(weights, bytes);
            }
            default -> {}
        }

        CommandLineRun run = run(NETWORK);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(model.toString());
        assertNothingLeftBehind(run);
    }

    @Test
    void shouldRefuseStepsThatTheModelDoesNotHave() throws IOException {
        TinyModel.write(directory.resolve("model"), 0.1f);

        CommandLineRun run = run(NETWORK.replace("steps = 1", "steps = 1001"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("1001", "1000 timesteps");
        assertNothingLeftBehind(run);
    }

    @Test
    void shouldSayWhichPopulationFitsTheMemory() throws IOException {
        CommandLineRun run = run(JOB.replace("population = 20", "population = 16000000\nsearches = 1000"));

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains("1000 searches of 16000000 individuals")
                .containsPattern("the largest population whose buffers fit is [1-9][0-9]*\\.");
        assertNothingLeftBehind(run);
    }

    @Test
    void shouldRefuseAPlaceThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "mine");
        out = file.resolve("below");

        CommandLineRun below = run(JOB);
        assertThat(below.code()).isEqualTo(2);
        assertThat(below.err()).contains(out.toString(), "cannot be written");

        out = file;
        CommandLineRun itself = run(JOB);
        assertThat(itself.code()).isEqualTo(2);
        assertThat(itself.err()).contains("is not a directory");
        assertThat(file).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--lanes", "--chunk-rows"})
    void shouldRefuseNegativeCounts(String option) throws IOException {
        CommandLineRun run = run(JOB, option, "-1");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(option, "-1");
    }

    @Test
    void shouldRefuseAJobThatIsNotThere() {
        CommandLineRun run = CommandLineRun.of("run", directory.resolve("nowhere.toml"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("nowhere.toml")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    private CommandLineRun run(String text, String... options) throws IOException {
        Files.writeString(job, text);
        return CommandLineRun.of(Stream.concat(Stream.of("run", job, "--out", out), Stream.of(options))
                .toArray());
    }

    private void assertNothingLeftBehind(CommandLineRun run) {
        assertThat(out).doesNotExist();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("elites: ").doesNotContain("\tat ");
    }
}
