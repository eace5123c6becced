package io.github.diffusionelites.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.run.RunDirectoryException;
import io.github.diffusionelites.run.checkpoint.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole jobs: the same bytes however they are packed, and however often they end before the end. */
class PreparedBatchTest extends BatchTestCase {

    private static final long SEED = Long.getLong("elites.test.seed", 20261122L);

    private BatchJob job;
    private Path out;
    private Map<String, byte[]> expected;

    @BeforeEach
    void runWhole() throws IOException {
        job = job(JOB);
        out = directory.resolve("out");
        Path whole = directory.resolve("whole");
        BatchSummary summary = run(job, whole, 0);
        assertThat(summary.interrupted()).isFalse();
        assertThat(summary.progress().finished()).isEqualTo(15);
        expected = results(whole);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 17})
    void shouldNotDependOnPlaces(int places) throws IOException {
        run(job, out, places);

        requireSame(expected, out);
    }

    @Test
    void shouldGiveASearchAloneTheSameRow() throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("whole/searches.csv"));
        for (int id : new int[] {5, 12, 19}) {
            Path alone = directory.resolve("only-" + id);
            run(job.only(List.of(id)), alone, 0);

            List<String> row = Files.readAllLines(alone.resolve("searches.csv"));
            assertThat(row).hasSize(2);
            // The first column is the place in the manifest, which is the first place here.
            assertThat(row.getLast().split(",", 2)[1])
                    .isEqualTo(lines.get(1 + id - 5).split(",", 2)[1]);
        }
    }

    @Test
    void shouldGoOnAfterItWasCancelledAtAnyStep() throws IOException {
        Random random = new Random(SEED);
        for (int repeat = 0; repeat < 4; repeat++) {
            Path interrupted = directory.resolve("cancelled-" + repeat);
            int ends = 0;
            BatchSummary summary;
            do {
                int last = 1 + random.nextInt(9);
                summary = run(job, interrupted, 1 + random.nextInt(6), DurableFiles.SYSTEM, (batch, step) -> {
                    if (step == last) {
                        batch.cancel();
                    }
                });
                assertThat(++ends).as("seed %d", SEED).isLessThan(200);
            } while (summary.interrupted());

            assertThat(ends).as("seed %d", SEED).isGreaterThan(1);
            requireSame(expected, interrupted);
        }
    }

    @Test
    void shouldDoNothingForAFinishedJob() throws IOException {
        run(job, out, 0);
        byte[] journal = Files.readAllBytes(out.resolve(BatchDirectory.JOURNAL));

        run(job, out, 0, DurableFiles.SYSTEM, (batch, step) -> {
            throw new AssertionError("A step was made.");
        });

        assertThat(out.resolve(BatchDirectory.JOURNAL)).hasBinaryContent(journal);
        requireSame(expected, out);
    }

    @ParameterizedTest
    @ValueSource(strings = {"elites = 6>elites = 5", "seed = [1, 2>seed = [1, 7", "goal = [0.4>goal = [0.5"})
    void shouldNotGoOnWithAnotherJob(String change) throws IOException {
        cancel();
        byte[] journal = Files.readAllBytes(out.resolve(BatchDirectory.JOURNAL));
        String[] parts = change.split(">");
        BatchJob changed = job(JOB.replace(parts[0], parts[1]));

        assertThatThrownBy(() -> run(changed, out, 0))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("cannot be resumed");

        assertThat(out.resolve(BatchDirectory.JOURNAL)).hasBinaryContent(journal);
    }

    @Test
    void shouldBeginSearchesAnewWhoseStatesAreDamaged() throws IOException {
        cancel();
        Path states = out.resolve(BatchDirectory.states(0));
        byte[] bytes = Files.readAllBytes(states);
        bytes[bytes.length / 2] ^= 1;
        Files.write(states, bytes);

        run(job, out, 0);

        assertThat(notices).anyMatch(sentence -> sentence.contains("begin anew"));
        requireSame(expected, out);
    }

    @Test
    void shouldGoOnFromAJournalWithADamagedTail() throws IOException {
        for (int kind = 0; kind < 3; kind++) {
            out = directory.resolve("tail-" + kind);
            cancel();
            Path journal = out.resolve(BatchDirectory.JOURNAL);
            byte[] bytes = Files.readAllBytes(journal);
            byte[] damaged = Arrays.copyOf(bytes, bytes.length + (kind == 0 ? -3 : 40));
            if (kind == 1) {
                new Random(SEED).nextBytes(damaged);
                System.arraycopy(bytes, 0, damaged, 0, bytes.length);
            }
            Files.write(journal, damaged);

            run(job, out, 0);

            assertThat(notices).as("kind %d", kind).isNotEmpty();
            notices.clear();
            requireSame(expected, out);
        }
    }

    @Test
    void shouldRunAgainWhatHasNoSamples() throws IOException {
        run(job, out, 0);
        Files.delete(out.resolve("best/00000.npy"));

        BatchSummary summary = run(job, out, 0);

        assertThat(summary.progress().finishedHere()).isEqualTo(15);
        requireSame(expected, out);
    }

    /** As a process leaves it that was killed while it removed a former job to write another one. */
    @Test
    void shouldNotGoOnFromStatesOfAFormerJob() throws IOException {
        BatchJob other = job(JOB.replace("goal = [0.4", "goal = [-0.4"));
        run(other, out, 3, DurableFiles.SYSTEM, (batch, step) -> {
            if (step == 4) {
                batch.cancel();
            }
        });
        assertThat(out.resolve(BatchDirectory.states(0))).exists();
        Files.copy(out.resolve(BatchDirectory.states(0)), out.resolve(BatchDirectory.states(1)));
        Files.delete(out.resolve(BatchDirectory.JOURNAL));

        cancel();
        run(job, out, 0);

        requireSame(expected, out);
    }

    /** Runs for eight steps. */
    private void cancel() {
        BatchSummary summary = run(job, out, 3, DurableFiles.SYSTEM, (batch, step) -> {
            if (step == 8) {
                batch.cancel();
            }
        });
        assertThat(summary.interrupted()).isTrue();
    }
}
