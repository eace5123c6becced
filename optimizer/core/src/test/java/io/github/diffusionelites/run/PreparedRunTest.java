package io.github.diffusionelites.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.DeviceUnavailableException;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.model.ModelFormatException;
import io.github.diffusionelites.model.RandomModel;
import io.github.diffusionelites.run.checkpoint.CheckpointDirectory;
import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobException;
import io.github.diffusionelites.run.job.JobFile;
import io.github.diffusionelites.run.job.JobText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PreparedRunTest {

    private static final String SEARCH = """
        [search]
        population = 32
        elites = 6
        sense = "minimize"
        [[fidelity]]
        steps = 2
        generations = 2
        [[fidelity]]
        steps = 3
        generations = 1
        [[reward]]
        term = "goal_distance"
        goal = [0.4, 0.2]
        [device]
        id = "cpu"
        """;
    private static final String IDENTITY = "[model]\nkind = \"identity\"\nchannels = 2\nlength = 8\n" + SEARCH;
    private static final String NETWORK = "[model]\ndirectory = \"model\"\n" + SEARCH + "[output]\ninpainting = true\n";

    @TempDir
    private Path directory;

    @Test
    void shouldWriteEverythingOfARunWithANetwork() throws Exception {
        model();

        RunSummary summary = run(NETWORK, "out");

        assertThat(files())
                .containsExactlyInAnyOrder(
                        "job.toml",
                        "generations.ndjson",
                        "result.json",
                        "best.npy",
                        "elites.npy",
                        "convergence.svg",
                        "population.gif",
                        "inpainting.svg",
                        "checkpoint");
        JsonNode result = result();
        assertThat(result.get("status").asString()).isEqualTo("finished");
        assertThat(result.get("generations").asInt()).isEqualTo(3);
        assertThat(result.get("evaluations").asLong()).isEqualTo(summary.evaluations());
        assertThat(result.get("best").get("reward").asDouble())
                .isCloseTo(summary.best().best().reward(), within(1e-6));
        assertThat(result.get("inner_best").get("steps").asInt()).isBetween(2, 3);
        assertThat(result.get("elite_mean").asDouble()).isCloseTo(RunSummary.eliteMean(summary.best()), within(1e-6));
        assertThat(result.get("step_length_spread").propertyNames())
                .containsExactly("best", "elite_median", "unsteered_median", "inpainting_median");
        assertThat(result.get("step_length_spread").get("inpainting_median").asDouble())
                .isPositive();
        String instructionSet = result.get("device").get("instruction_set").asString();
        assertThat(instructionSet).isNotBlank();
        String precision = result.get("device").get("precision").asString();
        assertThat(precision).isIn("float32", "bfloat16");
        assertThat(directory.resolve("out/job.toml"))
                .content()
                .contains("precision = \"" + precision + "\"\n", "# Runs on the instruction set " + instructionSet);
        Path checkpoint = new CheckpointDirectory(directory.resolve("out/checkpoint"))
                .newestFirst()
                .getFirst();
        assertThat(CheckpointDirectory.read(checkpoint).traits())
                .extracting(DeviceTraits::instructionSet, DeviceTraits::precision)
                .containsExactly(instructionSet, precision);
        assertThat(result.get("weights_sha256").asString())
                .isEqualTo(sha256(directory.resolve("model/model.safetensors")));
        assertThat(result.get("job_sha256").asString()).isEqualTo(sha256(directory.resolve("out/job.toml")));
    }

    @Test
    void shouldWriteAJobThatRunsAgainToTheSameBytes() throws Exception {
        run(IDENTITY, "out");
        Job again = JobFile.read(directory.resolve("out/job.toml"));
        assertThat(again.device().precision()).isNotEqualTo(Precision.AUTO);

        run(JobText.of(again), "again");

        for (String file : List.of("job.toml", "best.npy", "elites.npy", "convergence.svg", "population.gif")) {
            assertThat(directory.resolve("again").resolve(file))
                    .hasSameBinaryContentAs(directory.resolve("out").resolve(file));
        }
    }

    @Test
    void shouldWriteALineForEachGenerationAndSearch() throws Exception {
        RunSummary summary = run(IDENTITY.replace("elites = 6", "elites = 6\nsearches = 3\nfirst_id = 5"), "out");

        List<JsonNode> lines = Files.readAllLines(directory.resolve("out/generations.ndjson")).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        assertThat(lines).hasSize(9);
        assertThat(lines).extracting(line -> line.get("search").asInt()).containsExactly(5, 6, 7, 5, 6, 7, 5, 6, 7);
        // Draws of the prior over 16 coordinates have norms of about sqrt(15.5), with deviation 0.71.
        assertThat(lines.getFirst().get("latent_norm").asDouble()).isCloseTo(Math.sqrt(15.5), within(1.0));
        assertThat(lines).allSatisfy(line -> {
            double range = line.get("q90").asDouble() - line.get("q10").asDouble();
            assertThat(line.get("deviation").asDouble()).isBetween(Math.abs(range) / 10, Math.abs(range));
        });
        assertThat(lines.getLast().get("elites").asInt()).isEqualTo(6);
        assertThat(lines.getLast().get("outcome").asString()).isEqualTo("refitted");
        assertThat(result().get("searches").size()).isEqualTo(3);
        assertThat(result().get("search").asInt()).isEqualTo(summary.best().id());
        assertThat(directory.resolve("out/bests.npy")).hasSize(128 + 3 * 2 * 8 * 4);
        double best = summary.result().outcomes().stream()
                .mapToDouble(outcome -> outcome.best().reward())
                .min()
                .orElseThrow();
        assertThat(result().get("best").get("reward").asDouble()).isCloseTo(best, within(1e-6));
    }

    @Test
    void shouldDrawNothingThatWasNotAskedFor() throws Exception {
        run(IDENTITY + "[output]\npictures = false\n", "out");

        assertThat(files())
                .containsExactlyInAnyOrder(
                        "job.toml", "generations.ndjson", "result.json", "best.npy", "elites.npy", "checkpoint");
    }

    @Test
    void shouldWriteWhatWasFoundWhenCancelled() throws Exception {
        try (PreparedRun run = PreparedRun.of(job(IDENTITY))) {
            RunSummary summary =
                    run.execute(RunDirectory.create(directory.resolve("out"), false), report -> run.cancel());

            assertThat(summary.interrupted()).isTrue();
            assertThat(summary.generations()).isEqualTo(1);
        }
        assertThat(result().get("status").asString()).isEqualTo("interrupted");
        assertThat(result().get("best").get("reward").asDouble()).isPositive();
        assertThat(Files.readAllLines(directory.resolve("out/generations.ndjson")))
                .hasSize(1);
        assertThat(files()).contains("best.npy", "elites.npy", "convergence.svg", "population.gif");
    }

    @Test
    void shouldWriteAResultWithoutABestWhenCancelledBeforeTheFirstGeneration() throws Exception {
        try (PreparedRun run = PreparedRun.of(job(IDENTITY))) {
            run.cancel();
            run.execute(RunDirectory.create(directory.resolve("out"), false), report -> {});
        }
        assertThat(result().get("status").asString()).isEqualTo("interrupted");
        assertThat(result().get("best").isNull()).isTrue();
        assertThat(files()).containsExactlyInAnyOrder("job.toml", "generations.ndjson", "result.json", "checkpoint");
    }

    @Test
    void shouldLeaveWhatWasFoundWhenItFails() throws Exception {
        IllegalStateException failure = new IllegalStateException("The observer broke.");
        try (PreparedRun run = PreparedRun.of(job(IDENTITY))) {
            assertThatThrownBy(() -> run.execute(RunDirectory.create(directory.resolve("out"), false), report -> {
                        if (report.generation() == 1) {
                            throw failure;
                        }
                    }))
                    .isSameAs(failure);
        }
        assertThat(result().get("status").asString()).isEqualTo("failed");
        assertThat(result().get("failure").asString()).isEqualTo("The observer broke.");
        assertThat(result().get("generations").asInt()).isEqualTo(2);
        assertThat(files()).contains("convergence.svg", "population.gif");
    }

    @Test
    void shouldRefuseWhatDoesNotFitTheModel() throws IOException {
        model();

        assertRefused(
                IDENTITY.replace("[0.4, 0.2]", "[0.4, 0.2, 0.1]"),
                JobException.class,
                "[[reward]] number 1 (goal_distance)",
                "has 3 numbers, but needs 2");
        assertRefused(
                NETWORK.replace("term = \"goal_distance\"\ngoal = [0.4, 0.2]", "term = \"linear\"\nslope = [1]"),
                JobException.class,
                "has 1 numbers, but needs 16");
        assertRefused(
                NETWORK.replace("steps = 3", "steps = 1001"), JobException.class, "steps = 1001", "1000 timesteps");
        assertRefused(
                IDENTITY + "[output]\ninpainting = true\n", JobException.class, "\"inpainting\"", "needs a network");
        assertRefused(IDENTITY.replace("length = 8", "length = 65536"), JobException.class, "131072");
        String large =
                IDENTITY.replace("length = 8", "length = 128").replace("population = 32", "population = 9000000");
        assertRefused(
                large.replace("elites = 6", "elites = 8500000"),
                JobException.class,
                "8500000 of 256 coordinates",
                "2147483639 numbers",
                "fewer elites");
        assertRefused(
                large.replace("elites = 6", "elites = 6\nrule = \"threshold\""),
                JobException.class,
                "9000000 of 256 coordinates",
                "the rule exact");
        assertRefused(NETWORK.replace("\"model\"", "\"elsewhere\""), ModelFormatException.class, "elsewhere");
        assertRefused(IDENTITY.replace("id = \"cpu\"", "id = \"abacus\""), DeviceUnavailableException.class, "abacus");
        assertRefused(IDENTITY.replace("id = \"cpu\"", "id = \"C P U\""), JobException.class, "C P U");
    }

    private void assertRefused(String text, Class<? extends Exception> type, String... parts) throws IOException {
        Job job = job(text);
        assertThatThrownBy(() -> PreparedRun.of(job).close()).isInstanceOf(type).hasMessageContainingAll(parts);
    }

    private void model() throws IOException {
        RandomModel.write(Files.createDirectories(directory.resolve("model")), RandomModel.small(), 3);
    }

    private Job job(String text) throws IOException {
        return JobFile.read(Files.writeString(directory.resolve("job.toml"), text));
    }

    private RunSummary run(String text, String out) throws IOException {
        List<Integer> seen = new ArrayList<>();
        try (PreparedRun run = PreparedRun.of(job(text))) {
            RunSummary summary = run.execute(
                    RunDirectory.create(directory.resolve(out), false), report -> seen.add(report.generation()));
            assertThat(seen).containsExactly(0, 1, 2);
            return summary;
        }
    }

    private List<String> files() throws IOException {
        try (var entries = Files.list(directory.resolve("out"))) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    private JsonNode result() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(directory.resolve("out/result.json")));
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
