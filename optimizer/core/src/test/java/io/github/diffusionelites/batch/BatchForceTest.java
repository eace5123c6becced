package io.github.diffusionelites.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.run.RunDirectoryException;
import io.github.diffusionelites.run.checkpoint.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a job in a directory is what a person asked for. */
class BatchForceTest extends BatchTestCase {

    private BatchJob job;
    private Path out;

    @BeforeEach
    void interrupt() throws IOException {
        job = job(JOB);
        out = directory.resolve("out");
        BatchSummary summary = run(job, out, 3, DurableFiles.SYSTEM, (batch, step) -> {
            if (step == 8) {
                batch.cancel();
            }
        });
        assertThat(summary.interrupted()).isTrue();
    }

    /** As it is when model, device or program were replaced meanwhile. */
    @ParameterizedTest
    @ValueSource(strings = {"weights", "description", "version", "kind", "instruction_set", "precision", "libraries"})
    void shouldGoOnWithSomethingElseOnlyWhereThatIsForced(String part) throws IOException {
        try (BatchDirectory open = BatchDirectory.open(out)) {
            Map<String, String> identity = new HashMap<>(open.identity());
            assertThat(identity.put(part, "another"))
                    .as("what was kept of " + part)
                    .isNotEqualTo("another");
            open.writeIdentity(identity);
        }
        byte[] journal = Files.readAllBytes(out.resolve(BatchDirectory.JOURNAL));

        assertThatThrownBy(() -> resume(false))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("another")
                .hasMessageContaining("--force");
        assertThat(out.resolve(BatchDirectory.JOURNAL)).hasBinaryContent(journal);

        assertThat(resume(true).interrupted()).isFalse();
        assertThat(notices).singleElement().asString().contains("Forced", "another");
        Path whole = directory.resolve("whole");
        run(job, whole, 0);
        requireSame(results(whole), out);
    }

    private BatchSummary resume(boolean force) {
        try (PreparedBatch batch = prepared(job, 0);
                BatchDirectory open = BatchDirectory.open(out)) {
            return batch.execute(open, force, observer(() -> {}));
        }
    }

    @Test
    void shouldReplaceAJobOnlyWhereThatIsAskedFor() throws IOException {
        run(job, out, 0);
        Map<String, byte[]> former = results(out);
        Path mine = Files.writeString(out.resolve("notes.txt"), "of a person");

        assertThatThrownBy(() -> BatchDirectory.create(out, false))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("--overwrite");
        requireSame(former, out);

        BatchDirectory.create(out, true).close();
        try (Stream<Path> files = Files.walk(out)) {
            assertThat(files.filter(Files::isRegularFile))
                    .containsExactlyInAnyOrder(mine, out.resolve("checkpoint/lock"));
        }
    }

    /** Whatever is forced: arrays of results have one shape. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotGoOnWithSamplesOfAnotherSize(boolean force) throws IOException {
        try (BatchDirectory open = BatchDirectory.open(out)) {
            Map<String, String> identity = new HashMap<>(open.identity());
            assertThat(identity.put("sizes", "latents of 9 coordinates and samples of 3 x 3"))
                    .isEqualTo("latents of 8 coordinates and samples of 2 x 4");
            open.writeIdentity(identity);
        }

        assertThatThrownBy(() -> resume(force))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("samples of 3 x 3")
                .hasMessageContaining("samples of 2 x 4");
    }

    @Test
    void shouldLeaveNothingOfAFormerJob() throws IOException {
        List<String> left = List.of(
                ".searches.csv.tmp",
                "checkpoint/worker-3.log",
                "checkpoint/.worker-3.states.tmp",
                "best/123456.npy",
                "elites/.00007.npy.tmp");
        for (String name : left) {
            Files.writeString(
                    Files.createDirectories(out.resolve(name).getParent())
                            .resolve(out.resolve(name).getFileName()),
                    "former");
        }

        BatchDirectory.create(out, true).close();

        assertThat(left).noneMatch(name -> Files.exists(out.resolve(name)));
    }

    @Test
    void shouldSayWhenStatesCannotBeRemoved() {
        DurableFiles undeletable = new DurableFiles() {
            @Override
            public void delete(Path file) throws IOException {
                throw new IOException("Read-only file system");
            }
        };

        assertThat(run(job, out, 0, undeletable, (batch, step) -> {}).interrupted())
                .isFalse();

        assertThat(notices).singleElement().asString().contains("worker-0.states", "Read-only file system");
        assertThat(out.resolve(BatchDirectory.REPORT)).isNotEmptyFile();
    }

    @Test
    void shouldGoOnWithoutMetricsThatCannotBeWritten() throws IOException {
        Files.delete(out.resolve(BatchDirectory.METRICS));
        Files.createSymbolicLink(out.resolve(BatchDirectory.METRICS), Path.of("/dev/full"));

        assertThat(run(job, out, 0).interrupted()).isFalse();

        assertThat(notices).singleElement().asString().contains("metrics.ndjson", "The job goes on without them");
    }
}
