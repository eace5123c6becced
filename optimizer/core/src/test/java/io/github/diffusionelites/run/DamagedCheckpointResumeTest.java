package io.github.diffusionelites.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.run.checkpoint.Checkpoint;
import io.github.diffusionelites.run.checkpoint.CheckpointBytes;
import io.github.diffusionelites.run.checkpoint.CheckpointDirectory;
import io.github.diffusionelites.run.job.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run goes on from the newest checkpoint that is whole, and says which it passed over. */
class DamagedCheckpointResumeTest extends ResumeTestCase {

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

    /** Generations and searches are as they should be, and one figure is another. */
    @Test
    void shouldPassOverACheckpointWhoseGenerationsWereChanged() throws IOException {
        Job job = job(IDENTITY);
        Path run = everyGeneration(job, "run", 4);
        Path log = run.resolve(RunDirectory.GENERATIONS);
        List<String> lines = Files.readAllLines(log);
        // Two searches: the last line is of the newest checkpoint's last generation.
        lines.set(7, lines.get(7).replaceFirst("\"best\" ?: ?[^,]*", "\"best\" : 0.125"));
        Files.writeString(log, String.join("\n", lines) + "\n");
        assertThat(log).content().contains("0.125");

        resume(run, job, false);

        RunFiles.requireSame(run, whole(job));
        assertThat(notices)
                .singleElement()
                .asString()
                .contains("lines of its 4 generations", RunDirectory.GENERATIONS, "the one before it");
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

    @Test
    void shouldRefuseCheckpointsOfTheFormerFormatInOneSentence() throws Exception {
        Job job = job(IDENTITY);
        Path run = interrupted(job, "run", 2);
        for (Path file : checkpoints(run)) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[8] = 2;
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, bytes.length - 32);
            System.arraycopy(digest.digest(), 0, bytes, bytes.length - 32, 32);
            Files.write(file, bytes);
        }

        assertThatThrownBy(() -> resume(run, job, true))
                .isInstanceOf(RunDirectoryException.class)
                .message()
                .contains("format version 2, but this program reads only version 3", "nothing was deleted")
                .matches(message -> message.indexOf(". ") < 0 && message.endsWith("."), "is one sentence");
    }

    @Test
    void shouldPassOverACheckpointWhoseJobIsNotToml() throws IOException {
        Job job = job(IDENTITY);
        Path run = interrupted(job, "run", 2);
        for (String broken : List.of("[", "a = 1\na = 2\n", "[[[[", "= \"")) {
            rewrite(run, former -> withJob(former, broken));
            assertThatThrownBy(() -> resume(run, job, false))
                    .isInstanceOf(RunDirectoryException.class)
                    .hasMessageContainingAll("its job is not TOML", "nothing was deleted");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fidelity = 3",
                "fidelity = [1]",
                "[[fidelity]]\nsteps = \"a\"",
                "[[fidelity]]\nsteps = [1]",
                "reward = [{a = 1}, 2]"
            })
    void shouldPassOverACheckpointWhoseJobHasValuesOfOtherTypes(String strange) throws IOException {
        Job job = job(IDENTITY);
        Path whole = whole(job);
        Path run = everyGeneration(job, "run", 4);
        Path newest = checkpoints(run).getFirst();
        Files.write(newest, CheckpointBytes.of(withJob(CheckpointDirectory.read(newest), strange)));

        resume(run, job, false);

        RunFiles.requireSame(run, whole);
        assertThat(notices)
                .singleElement()
                .asString()
                .contains(newest.toString(), "values of other types", "the one before it");
    }

    private static Checkpoint withJob(Checkpoint former, String text) {
        return new Checkpoint(
                text,
                former.modelDigest(),
                former.descriptionDigest(),
                former.linesDigest(),
                former.traits(),
                former.nanoseconds(),
                former.state());
    }
}
