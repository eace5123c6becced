package io.github.diffusionelites.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.batch.store.FailingFiles;
import io.github.diffusionelites.run.RunDirectoryException;
import io.github.diffusionelites.run.checkpoint.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Disks that fail at each of their operations in turn; what is resumed has the bytes of what never failed. */
class BatchDiskFaultTest extends BatchTestCase {

    /** So few searches that all operations can be tried. */
    private static final String SMALL = JOB.replace("generations = 6", "generations = 3")
            .replace("[1, 2, 3, 4, 5]", "[1, 2]")
            .replace("[24, 11, 6]", "[24, 6]");

    @Test
    void shouldGoOnAfterAnyOperationFailed() throws IOException {
        BatchJob job = job(SMALL);
        Path whole = directory.resolve("whole");
        run(job, whole, 2);
        Map<String, byte[]> expected = results(whole);
        int ended = 0;
        int wentOn = 0;
        boolean failed = true;
        for (int operation = 1; failed; operation++) {
            Path out = directory.resolve("failed-" + operation);
            FailingFiles files = new FailingFiles(operation);
            try {
                run(job, out, 2, files, (batch, step) -> {});
                wentOn += files.failed() ? 1 : 0;
            } catch (UncheckedIOException | RunDirectoryException e) {
                assertThat(e.getMessage())
                        .as("operation %d", operation)
                        .contains("No space left on device")
                        .endsWith(".");
                ended++;
            }
            failed = files.failed();
            run(job, out, 2);
            requireSame(expected, out);
        }
        assertThat(ended).isGreaterThan(5);
        assertThat(wentOn).isPositive();
    }

    @Test
    void shouldGoOnWhereOnlyStatesCannotBeWritten() throws IOException {
        BatchJob job = job(JOB);
        Path whole = directory.resolve("whole");
        run(job, whole, 2);
        Path out = directory.resolve("out");

        run(job, out, 2, new StatelessFiles(), (batch, step) -> {});

        assertThat(notices).singleElement().asString().contains("states", "The job goes on");
        requireSame(results(whole), out);
    }

    private static final class StatelessFiles implements DurableFiles {

        @Override
        public void write(Path file, Contents contents) throws IOException {
            if (file.toString().contains(".states")) {
                throw new IOException("No space left on device");
            }
            DurableFiles.super.write(file, contents);
        }
    }
}
