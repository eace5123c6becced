package io.github.diffusionelites.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.model.RandomModel;
import io.github.diffusionelites.run.checkpoint.Checkpoint;
import io.github.diffusionelites.run.checkpoint.CheckpointDirectory;
import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import io.github.diffusionelites.run.job.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may change between a run and its resumption, what only by force, and what not at all. */
class ChangedJobResumeTest extends ResumeTestCase {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "population = 24 | population = 25 | search.population (was 24, is 25)",
                "finalists = 2 | finalists = 3 | search.finalists",
                "[0.4, 0.2] | [0.4, 0.3] | reward[1].goal",
                "length = 4 | length = 5 | model.length",
                "generations = 3 | generations = 2 | [[fidelity]]",
                "steps = 2 | steps = 1 | [[fidelity]]",
                "generations = 2 | generations = 1 | [[fidelity]]",
                "searches = 2 | searches = 3 | search.searches",
                "elites = 6 | elites = 6\\nseed = 9 | search.seed (was 0, is 9)",
            })
    void shouldRefuseAChangedJobByItsKeys(String part, String change, String said) throws IOException {
        Path run = interrupted(job(IDENTITY), "run", 2);
        Path before = copy(run, "before");
        Job other = job(IDENTITY.replace(part, change.replace("\\n", "\n")));

        assertThatThrownBy(() -> resume(run, other, true))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining(said);

        assertSameTree(run, before);
    }

    @Test
    void shouldGoOnWithMoreGenerations() throws IOException {
        Job job = job(IDENTITY);
        Job more = job(IDENTITY.replace("generations = 2", "generations = 4")
                .replace("[[reward]]", "[[fidelity]]\nsteps = 5\ngenerations = 1\n[[reward]]"));
        Path expected = directory.resolve("more");
        run(more, expected, 1000, report -> {});
        Path finished = whole(job);
        Path early = interrupted(job, "early", 2);

        resume(finished, more, false);
        resume(early, more, false);

        RunFiles.requireSame(finished, expected);
        RunFiles.requireSame(early, expected);
    }

    @Test
    void shouldLetLanesChunksAndTheNameOfTheDeviceChange() throws IOException {
        Job job = job(IDENTITY);
        Path whole = whole(job);
        Path run = interrupted(job, "run", 2);

        resume(run, job(IDENTITY.replace("id = \"cpu\"", "id = \"auto\"\nlanes = 1\nchunk_rows = 5")), false);

        for (String file : List.of("best.npy", "bests.npy", "elites.npy", "convergence.svg", "population.gif")) {
            assertThat(run.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        }
    }

    @Test
    void shouldNotChangeThePrecisionUnlessForced() throws IOException {
        Path run = interrupted(job(IDENTITY + "precision = \"bfloat16\"\n"), "run", 2);
        Job other = job(IDENTITY + "precision = \"float32\"\n");

        assertThatThrownBy(() -> resume(run, other, false))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContainingAll("the precision was bfloat16 and is float32", "--force");
        assertThat(CheckpointDirectory.read(checkpoints(run).getFirst())
                        .traits()
                        .precision())
                .isEqualTo("bfloat16");

        resume(run, other, true);
        assertThat(notices).singleElement().asString().contains("Forced", "the precision was bfloat16");
        assertThat(run.resolve(RunDirectory.JOB)).content().contains("precision = \"float32\"");
    }

    @ParameterizedTest
    @CsvSource({
        "AVX-512, the instruction set was AVX-512",
        "precision, the precision was float8",
        "device, the kind of device was cuda",
        "model, the SHA-256 of the model's weights was 00",
        "description, the SHA-256 of the model's description was 00",
        "version, the version of this program was 0.0.1"
    })
    void shouldGoOnElsewhereOnlyWhenForced(String change, String said) throws IOException {
        Job job = job(IDENTITY);
        Path whole = whole(job);
        Path run = interrupted(job, "run", 2);
        rewrite(run, former -> {
            DeviceTraits traits = former.traits();
            DeviceTraits other = switch (change) {
                case "device" ->
                    new DeviceTraits(
                            traits.version(), "cuda", traits.instructionSet(), traits.precision(), traits.libraries());
                case "version" ->
                    new DeviceTraits(
                            "0.0.1", traits.kind(), traits.instructionSet(), traits.precision(), traits.libraries());
                case "precision" ->
                    new DeviceTraits(
                            traits.version(), traits.kind(), traits.instructionSet(), "float8", traits.libraries());
                case "model", "description" -> traits;
                default ->
                    new DeviceTraits(traits.version(), traits.kind(), change, traits.precision(), traits.libraries());
            };
            return new Checkpoint(
                    former.jobText(),
                    change.equals("model") ? "00" : former.modelDigest(),
                    change.equals("description") ? "00" : former.descriptionDigest(),
                    former.linesDigest(),
                    other,
                    former.nanoseconds(),
                    former.state());
        });
        Path before = copy(run, "before");

        assertThatThrownBy(() -> resume(run, job, false))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContainingAll(said, "--force");
        assertSameTree(run, before);

        resume(run, job, true);
        assertThat(notices).singleElement().asString().contains("Forced", said);
        RunFiles.requireSame(run, whole);
    }

    /** The weights are the same, but what is made of their output is not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prediction | \"v\" | \"sample\"",
                "schedule | \"cosine\" | \"linear\"",
                "timesteps | 1000 | 900",
                "mean | [0.0,0.25] | [0.0,0.5]",
                "deviation | [1.0,1.5] | [1.0,2.5]",
            })
    void shouldNotChangeTheDescriptionOfTheModelUnlessForced(String key, String former, String other)
            throws IOException {
        Path model = Files.createDirectories(directory.resolve("model"));
        RandomModel.write(model, RandomModel.small(), 3);
        Job job = job(NETWORK);
        Path whole = whole(job);
        Path run = interrupted(job, "run", 2);
        Path description = model.resolve("model.json");
        String text = Files.readString(description);
        String entry = "\"" + key + "\":";
        assertThat(text).contains(entry + former);
        Files.writeString(description, text.replace(entry + former, entry + other));
        Path before = copy(run, "before");

        assertThatThrownBy(() -> resume(run, job, false))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContainingAll("the SHA-256 of the model's description was ", "--force");
        assertSameTree(run, before);

        resume(run, job, true);
        assertThat(notices).singleElement().asString().contains("Forced", "the model's description");
        assertThat(run.resolve(RunDirectory.BEST))
                .satisfies(best -> assertThat(Files.readAllBytes(best))
                        .isNotEqualTo(Files.readAllBytes(whole.resolve(RunDirectory.BEST))));
    }

    @Test
    void shouldLetTheLayoutOfTheDescriptionAndTheNameOfTheWeightsChange() throws IOException {
        Path model = Files.createDirectories(directory.resolve("model"));
        RandomModel.write(model, RandomModel.small(), 3);
        Job job = job(NETWORK);
        Path whole = whole(job);
        Path run = interrupted(job, "run", 2);
        Path description = model.resolve("model.json");
        Files.writeString(
                description,
                Files.readString(description).replace(",", ",\n ").replace("model.safetensors", "other.safetensors"));
        Files.move(model.resolve("model.safetensors"), model.resolve("other.safetensors"));

        resume(run, job, false);

        RunFiles.requireSame(run, whole);
        assertThat(notices).isEmpty();
    }

    @Test
    void shouldRefuseAModelOfAnotherDimensionEvenWhenForced() throws IOException {
        Path model = Files.createDirectories(directory.resolve("model"));
        RandomModel.write(model, RandomModel.small(), 3);
        Job job = job(NETWORK);
        Path run = interrupted(job, "run", 2);
        RandomModel.write(model, RandomModel.config(8, List.of(1, 2), 2, 12, 4, 2, 4, true), 3);
        Path before = copy(run, "before");

        for (boolean force : new boolean[] {false, true}) {
            assertThatThrownBy(() -> resume(run, job, force))
                    .isInstanceOf(RunDirectoryException.class)
                    .hasMessageContainingAll("16 coordinates", "those of the model have 24", "--out");
        }
        assertSameTree(run, before);
    }
}
