package io.github.diffusionelites.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.diffusionelites.model.RandomModel;
import io.github.diffusionelites.run.checkpoint.Checkpoint;
import io.github.diffusionelites.run.checkpoint.CheckpointDirectory;
import io.github.diffusionelites.run.checkpoint.CheckpointFormat;
import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobFile;
import io.github.diffusionelites.search.GenerationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is interrupted or killed and goes on ends with the files of one that was left alone. */
class ResumeTest {

    private static final String SEARCH = """
        [search]
        population = 24
        elites = 6
        sense = "minimize"
        searches = 2
        first_id = 5
        finalists = 2
        [[fidelity]]
        steps = 2
        generations = 3
        [[fidelity]]
        steps = 3
        generations = 2
        [[reward]]
        term = "goal_distance"
        goal = [0.4, 0.2]
        [device]
        id = "cpu"
        """;
    private static final String IDENTITY = "[model]\nkind = \"identity\"\nchannels = 2\nlength = 4\n" + SEARCH;
    private static final String NETWORK = "[model]\ndirectory = \"model\"\neta = 0.5\n" + SEARCH;

    @TempDir
    private Path directory;

    private final List<String> notices = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"full, 1", "full, 3", "full, 5", "diagonal, 2", "diagonal, 4"})
    void shouldGoOnAfterAnInterruption(String proposal, int generations) throws IOException {
        Job job = job(IDENTITY.replace("[search]", "[search]\nproposal = \"" + proposal + "\""));
        Path whole = whole(job);
        Path run = interrupted(job, "run", generations);

        resume(run, job, false);

        RunFiles.requireSame(run, whole);
        assertThat(notices).isEmpty();
    }

    @Test
    void shouldGoOnWithANetworkAndItsPictures() throws IOException {
        RandomModel.write(Files.createDirectories(directory.resolve("model")), RandomModel.small(), 3);
        Job job = job(NETWORK + "[output]\ninpainting = true\n");
        Path whole = whole(job);
        Path run = interrupted(job, "run", 2);
        assertThat(run.resolve(RunDirectory.INPAINTING)).doesNotExist();

        resume(run, job, false);

        RunFiles.requireSame(run, whole);
    }

    /** Signals that come again and again, for there is no telling when the ranking begins. */
    @Test
    void shouldRankTheFinalistsWhoseRankingWasInterrupted() throws IOException {
        RandomModel.write(Files.createDirectories(directory.resolve("model")), RandomModel.small(), 3);
        Job job = job(NETWORK.replace("steps = 3\ngenerations = 2", "steps = 200\ngenerations = 1"));
        Path whole = whole(job);
        Path run = directory.resolve("run");
        AtomicBoolean ended = new AtomicBoolean();
        Thread[] signals = new Thread[1];

        assertThatThrownBy(() -> run(job, run, 1000, (prepared, report) -> {
                    if (report.generation() == 3) {
                        signals[0] = Thread.ofPlatform().daemon().start(() -> {
                            while (!ended.get()) {
                                prepared.cancel();
                                LockSupport.parkNanos(1_000_000);
                            }
                        });
                    }
                }))
                .isInstanceOf(CancellationException.class);

        ended.set(true);
        assertThat(signals[0]).isNotNull();
        assertThat(run.resolve(RunDirectory.RESULT)).content().contains("\"interrupted\"", "\"best\" : null");
        assertThat(notices).singleElement().asString().contains("ranking of the finalists", "resume");
        notices.clear();
        resume(run, job, false);
        RunFiles.requireSame(run, whole);
    }

    /** A copy of the directory after any generation is what a kill at that moment would leave. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000})
    void shouldGoOnAfterAKill(long intervalMillis) throws IOException {
        Job job = job(IDENTITY);
        Path whole = directory.resolve("whole");
        List<Path> images = new ArrayList<>();
        run(job, whole, intervalMillis, report -> images.add(copy(whole, "killed-" + report.generation())));
        for (Path image : images) {
            Files.writeString(
                    image.resolve(RunDirectory.GENERATIONS), "{\"generation\":9,\"sea", StandardOpenOption.APPEND);

            resume(image, job, false);

            RunFiles.requireSame(image, whole);
        }
        assertThat(notices).isEmpty();
    }

    @Test
    void shouldUseTheFormerCheckpointWhereTheNewestIsTorn() throws IOException {
        Job job = job(IDENTITY);
        Path whole = whole(job);
        Path run = everyGeneration(job, "run", 4);
        Path newest = checkpoints(run).getFirst();
        Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), 700));

        resume(run, job, false);

        RunFiles.requireSame(run, whole);
        assertThat(notices).singleElement().asString().contains(newest.toString(), "700 bytes", "the one before it");
    }

    @Test
    void shouldUseTheFormerCheckpointWhereGenerationsAreMissing() throws IOException {
        Job job = job(IDENTITY);
        Path whole = whole(job);
        Path run = everyGeneration(job, "run", 4);
        Path log = run.resolve(RunDirectory.GENERATIONS);
        byte[] lines = Files.readAllBytes(log);
        Files.write(log, Arrays.copyOf(lines, lines.length - 3));

        resume(run, job, false);

        RunFiles.requireSame(run, whole);
        assertThat(notices).singleElement().asString().contains("fewer lines");
    }

    @Test
    void shouldRefuseWhereNoCheckpointIsWholeAndDeleteNothing() throws IOException {
        Job job = job(IDENTITY);
        Path run = everyGeneration(job, "run", 4);
        List<Path> files = checkpoints(run);
        assertThat(files).hasSize(2);
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 4;
            Files.write(file, bytes);
        }
        Path before = copy(run, "before");

        assertThatThrownBy(() -> resume(run, job, false))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContainingAll(
                        files.getFirst().toString(), files.getLast().toString(), "nothing was deleted");

        assertSameTree(run, before);
    }

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

    @Test
    void shouldRefuseCheckpointsOfTheFormerFormatInOneSentence() throws Exception {
        Job job = job(IDENTITY);
        Path run = interrupted(job, "run", 2);
        for (Path file : checkpoints(run)) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[8] = 1;
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, bytes.length - 32);
            System.arraycopy(digest.digest(), 0, bytes, bytes.length - 32, 32);
            Files.write(file, bytes);
        }

        assertThatThrownBy(() -> resume(run, job, true))
                .isInstanceOf(RunDirectoryException.class)
                .message()
                .contains("format version 1, but this program reads only version 2", "nothing was deleted")
                .matches(message -> message.indexOf(". ") < 0 && message.endsWith("."), "is one sentence");
    }

    @Test
    void shouldPassOverACheckpointWhoseJobIsNotToml() throws IOException {
        Job job = job(IDENTITY);
        Path run = interrupted(job, "run", 2);
        for (String broken : List.of("[", "a = 1\na = 2\n", "[[[[", "= \"")) {
            rewrite(
                    run,
                    former -> new Checkpoint(
                            broken,
                            former.modelDigest(),
                            former.descriptionDigest(),
                            former.traits(),
                            former.nanoseconds(),
                            former.state()));
            assertThatThrownBy(() -> resume(run, job, false))
                    .isInstanceOf(RunDirectoryException.class)
                    .hasMessageContainingAll("its job is not TOML", "nothing was deleted");
        }
    }

    @Test
    void shouldTellAFinishedRunFromOneWhoseResultsAreMissing() throws IOException {
        Job job = job(IDENTITY);
        Path whole = whole(job);
        Path killed = copy(whole, "killed");
        Files.delete(killed.resolve(RunDirectory.RESULT));
        Files.delete(killed.resolve(RunDirectory.POPULATION));

        try (RunDirectory finished = RunDirectory.open(whole)) {
            assertThat(ResumePoint.find(finished, job, notices::add)
                            .orElseThrow()
                            .finished())
                    .isTrue();
        }
        try (RunDirectory unfinished = RunDirectory.open(killed)) {
            assertThat(ResumePoint.find(unfinished, job, notices::add)
                            .orElseThrow()
                            .finished())
                    .isFalse();
        }
        resume(killed, job, false);
        RunFiles.requireSame(killed, whole);
    }

    @Test
    void shouldNotWaitForAResultThatIsAPipe() throws Exception {
        Job job = job(IDENTITY);
        Path whole = whole(job);
        Path strange = copy(whole, "strange");
        Path result = strange.resolve(RunDirectory.RESULT);
        Files.delete(result);
        Process mkfifo = new ProcessBuilder("mkfifo", result.toString()).start();
        assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(mkfifo.exitValue()).isZero();

        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> resume(strange, job, false));

        RunFiles.requireSame(strange, whole);
    }

    @Test
    void shouldBeginWhereNothingWasFinishedButNotWhereACheckpointIsMissing() throws IOException {
        Job job = job(IDENTITY);
        try (RunDirectory empty = RunDirectory.open(directory.resolve("empty"))) {
            assertThat(ResumePoint.find(empty, job, notices::add)).isEmpty();
            Files.writeString(empty.file(RunDirectory.GENERATIONS), "{}\n");
            assertThatThrownBy(() -> ResumePoint.find(empty, job, notices::add))
                    .isInstanceOf(RunDirectoryException.class)
                    .hasMessageContaining("no checkpoint");
        }
    }

    @Test
    void shouldKeepASecondWriterOut() throws IOException {
        Job job = job(IDENTITY);
        Path run = interrupted(job, "run", 2);
        try (RunDirectory held = RunDirectory.open(run)) {
            assertThat(held.path()).isEqualTo(run);
            assertThatThrownBy(() -> RunDirectory.open(run))
                    .isInstanceOf(RunDirectoryException.class)
                    .hasMessageContaining("Another process");
            assertThatThrownBy(() -> RunDirectory.create(run, true)).hasMessageContaining("Another process");
        }
        resume(run, job, false);
    }

    @Test
    void shouldReportAFailedCheckpointAndGoOn() throws IOException {
        Job job = job(IDENTITY);
        Path whole = whole(job);
        Path run = directory.resolve("run");
        run(job, run, 0, report -> {
            if (report.generation() == 1) {
                // A file in the place of the directory makes every write below it fail, for root too.
                Path checkpoints = run.resolve(RunDirectory.CHECKPOINT);
                Files.move(checkpoints, directory.resolve("aside"));
                Files.writeString(checkpoints, "");
            }
        });

        assertThat(notices).hasSize(2);
        assertThat(notices.getFirst()).contains("Writing a checkpoint", "The run goes on");
        assertThat(notices.getLast()).contains("Writing a checkpoint", "The results are whole");
        Files.delete(run.resolve(RunDirectory.CHECKPOINT));
        RunFiles.requireSame(run, whole);
    }

    @Test
    void shouldFailAnInterruptedRunThatCannotWriteItsCheckpoint() throws IOException {
        Job job = job(IDENTITY);
        Path run = directory.resolve("run");
        assertThatThrownBy(() -> run(job, run, 1000, (prepared, report) -> {
                    Path checkpoints = run.resolve(RunDirectory.CHECKPOINT);
                    Files.move(checkpoints, directory.resolve("aside"));
                    Files.writeString(checkpoints, "");
                    prepared.cancel();
                }))
                .hasMessageContaining("Writing a checkpoint");
        assertThat(run.resolve(RunDirectory.BEST)).exists();
        assertThat(run.resolve(RunDirectory.RESULT)).content().contains("\"interrupted\"");
    }

    private interface Step {
        void at(GenerationReport report) throws IOException;
    }

    private interface PreparedStep {
        void at(PreparedRun run, GenerationReport report) throws IOException;
    }

    private Path whole(Job job) throws IOException {
        Path whole = directory.resolve("whole");
        run(job, whole, 1000, report -> {});
        return whole;
    }

    private Path interrupted(Job job, String name, int generations) throws IOException {
        Path run = directory.resolve(name);
        run(job, run, 1000, (prepared, report) -> {
            if (report.generation() == generations - 1) {
                prepared.cancel();
            }
        });
        return run;
    }

    private Path everyGeneration(Job job, String name, int generations) throws IOException {
        Path whole = directory.resolve(name + "-source");
        Path image = directory.resolve(name);
        run(job, whole, 0, report -> {
            if (report.generation() == generations - 1) {
                RunFiles.copy(whole, image);
            }
        });
        return image;
    }

    private void run(Job job, Path path, long intervalMillis, Step step) throws IOException {
        run(job, path, intervalMillis, (prepared, report) -> step.at(report));
    }

    private void run(Job job, Path path, long intervalMillis, PreparedStep step) throws IOException {
        try (PreparedRun run = PreparedRun.of(job);
                RunDirectory target = RunDirectory.create(path, false)) {
            run.checkpointEvery(Duration.ofMillis(intervalMillis));
            run.execute(target, observer(run, step));
        }
    }

    private void resume(Path path, Job job, boolean force) {
        try (RunDirectory run = RunDirectory.open(path)) {
            ResumePoint point = ResumePoint.find(run, job, notices::add).orElseThrow();
            try (PreparedRun prepared = PreparedRun.of(job)) {
                prepared.resume(run, point, force, observer(prepared, (same, report) -> {}));
            }
        }
    }

    private RunObserver observer(PreparedRun run, PreparedStep step) {
        return new RunObserver() {
            @Override
            public void generation(GenerationReport report) {
                try {
                    step.at(run, report);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public void notice(String sentence) {
                notices.add(sentence);
            }
        };
    }

    private void rewrite(Path run, UnaryOperator<Checkpoint> change) throws IOException {
        for (Path file : checkpoints(run)) {
            Files.write(file, CheckpointFormat.encode(change.apply(CheckpointDirectory.read(file))));
        }
    }

    private static List<Path> checkpoints(Path run) {
        return new CheckpointDirectory(run.resolve(RunDirectory.CHECKPOINT)).newestFirst();
    }

    private Path copy(Path run, String name) {
        try {
            return RunFiles.copy(run, directory.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertSameTree(Path run, Path before) throws IOException {
        try (var files = Files.walk(before)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(run.resolve(before.relativize(file))).hasSameBinaryContentAs(file);
            }
        }
    }

    private Job job(String text) throws IOException {
        return JobFile.read(Files.writeString(directory.resolve("job.toml"), text));
    }
}
