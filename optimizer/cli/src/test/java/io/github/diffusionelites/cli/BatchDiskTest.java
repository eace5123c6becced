package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs of many searches whose files the system refuses to write. */
@Timeout(120)
class BatchDiskTest {

    @TempDir
    private Path directory;

    private Path job;
    private Path out;

    @BeforeEach
    void nameFiles() throws IOException {
        job = Files.writeString(directory.resolve("goals.toml"), TinyBatch.of(6, TinyBatch.GOAL, TinyBatch.seeds(100)));
        out = directory.resolve("out");
    }

    /** No file may have more kilobytes than this: as a full disk, it refuses each kind of file in its turn. */
    @ParameterizedTest
    @CsvSource({"1, manifest", "4, manifest", "8, elites/00000.npy", "20, report.html"})
    void shouldEndWhereAFileCannotBeWritten(int kilobytes, String file) throws Exception {
        CommandLineRun run =
                CommandLineProcess.shell(directory, "ulimit -f " + kilobytes + "; \"$@\"", "batch", job, "--out", out);

        requireRefused(run, file, "File too large");
        requireResumable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"searches.csv", "searches.parquet", "report.html", "metrics.ndjson"})
    void shouldEndWhereSomethingIsInTheWay(String file) throws Exception {
        Path inTheWay = Files.createDirectories(out.resolve(file).resolve("something"));

        CommandLineRun run = CommandLineRun.of("batch", job, "--out", out, "--resume");

        requireRefused(run, file, "");
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        requireResumable();
    }

    @Test
    void shouldKeepFormerTablesWhereNewOnesCannotBeWritten() throws Exception {
        assertThat(CommandLineRun.of("batch", job, "--out", out).code()).isZero();
        String digest = BatchDigest.of(out);

        CommandLineRun run = CommandLineProcess.shell(directory, "ulimit -f 4; \"$@\"", "report", out);

        requireRefused(run, "searches.csv", "File too large");
        assertThat(BatchDigest.of(out)).isEqualTo(digest);
        assertThat(out).isDirectoryNotContaining("glob:**.tmp");
    }

    private void requireRefused(CommandLineRun run, String file, String cause) {
        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.err())
                .contains(out.resolve(file).toString(), cause, "check ")
                .doesNotContain("\tat ");
    }

    private void requireResumable() throws IOException {
        CommandLineRun resumed = CommandLineRun.of("batch", job, "--out", out, "--resume");
        assertThat(resumed.code()).as(resumed.err()).isZero();
        Path whole = directory.resolve("whole");
        assertThat(CommandLineRun.of("batch", job, "--out", whole).code()).isZero();
        assertThat(BatchDigest.of(out)).isEqualTo(BatchDigest.of(whole));
        assertThat(out).isDirectoryNotContaining("glob:**.tmp");
    }
}
