package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Full disks, pipes that nobody reads and directories that nobody may write, as the operating system makes them. */
@Timeout(120)
class FaultTest {

    private static final String JOB = RunCommandTest.JOB.replace("generations = 3", "generations = 40");

    @TempDir
    private Path directory;

    private Path job;
    private Path out;

    @BeforeEach
    void nameFiles() throws IOException {
        job = Files.writeString(directory.resolve("goal.toml"), JOB);
        out = directory.resolve("out");
    }

    @Test
    void shouldSayThatStandardOutputIsFull() throws Exception {
        CommandLineRun run = CommandLineProcess.shell(directory, "\"$@\" >/dev/full", "run", job, "--out", out);

        assertThat(run.code()).isEqualTo(1);
        assertOneSentence(run, "Writing to standard output failed");
        assertFinished();
    }

    @Test
    void shouldSayThatNobodyReadsStandardOutput() throws Exception {
        CommandLineRun run =
                CommandLineProcess.shell(directory, "\"$@\" | true; exit ${PIPESTATUS[0]}", "run", job, "--out", out);

        assertThat(run.code()).isEqualTo(1);
        assertOneSentence(run, "Writing to standard output failed");
        assertFinished();
    }

    @Test
    void shouldRunOnWhereProgressCannotBeShown() throws Exception {
        CommandLineRun full = CommandLineProcess.shell(directory, "\"$@\" 2>/dev/full", "run", job, "--out", out);
        assertThat(full.code()).isZero();
        assertThat(full.out()).contains("Best reward");
        assertFinished();

        CommandLineRun closed =
                CommandLineProcess.shell(directory, "\"$@\" 2> >(true)", "run", job, "--out", out, "--overwrite");
        assertThat(closed.code()).isZero();
        assertFinished();
    }

    /** A limit on the size of files fails writes in the middle, as a full disk does. */
    @Test
    void shouldKeepTheFormerResultsWhenTheDiskIsFull() throws Exception {
        Files.writeString(job, JOB + "[output]\npictures = false\n");
        CommandLineRun first = CommandLineRun.of("run", job, "--out", out);
        assertThat(first.code()).isZero();
        byte[] result = Files.readAllBytes(out.resolve("result.json"));
        byte[] best = Files.readAllBytes(out.resolve("best.npy"));
        assertThat(Files.size(out.resolve("generations.ndjson"))).isBetween(12L << 10, 23L << 10);
        Files.writeString(job, JOB.replace("generations = 40", "generations = 120") + "[output]\npictures = false\n");

        CommandLineRun full =
                CommandLineProcess.shell(directory, "ulimit -f 24; \"$@\"", "run", job, "--out", out, "--resume");

        assertThat(full.code()).as(full.err()).isEqualTo(1);
        assertOneSentence(full, "File too large");
        assertThat(full.err()).contains("generation 40 ").doesNotContain("generation 119 ");
        assertThat(out.resolve("result.json")).hasBinaryContent(result);
        assertThat(out.resolve("best.npy")).hasBinaryContent(best);
        Path whole = directory.resolve("whole");
        assertThat(CommandLineRun.of("run", job, "--out", whole).code()).isZero();
        CommandLineRun resumed = CommandLineRun.of("run", job, "--out", out, "--resume");
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(RunDigest.of(out)).isEqualTo(RunDigest.of(whole));
    }

    @Test
    void shouldEndBeforeTheWorkWhereNoCheckpointCanBeWritten() throws Exception {
        CommandLineRun full = CommandLineProcess.shell(directory, "ulimit -f 1; \"$@\"", "run", job, "--out", out);

        assertThat(full.code()).isEqualTo(1);
        assertOneSentence(full, "Writing a checkpoint");
        assertThat(full.err()).doesNotContain("generation 0");
    }

    @Test
    void shouldNotTakeADeviceForTheFileOfGenerations() throws Exception {
        assertThat(CommandLineRun.of("run", job, "--out", out).code()).isZero();
        Files.writeString(job, JOB.replace("generations = 40", "generations = 80"));
        byte[] result = Files.readAllBytes(out.resolve("result.json"));
        Files.delete(out.resolve("generations.ndjson"));
        Files.createSymbolicLink(out.resolve("generations.ndjson"), Path.of("/dev/full"));

        CommandLineRun run = CommandLineRun.of("run", job, "--out", out, "--resume");

        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("elites: ").contains("generations.ndjson", "nothing was deleted");
        assertThat(out.resolve("result.json")).hasBinaryContent(result);
    }

    /** Frames are only a picture's; the run does without. */
    @Test
    void shouldRunOnWhereFramesCannotBeKept() throws Exception {
        assertThat(CommandLineRun.of("run", job, "--out", out).code()).isZero();
        Files.writeString(job, JOB.replace("generations = 40", "generations = 45"));
        Path frames = out.resolve("checkpoint/frames");
        Files.delete(frames);
        Files.createSymbolicLink(frames, Path.of("/dev/full"));

        CommandLineRun run = CommandLineRun.of("run", job, "--out", out, "--resume");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("frames", "The run goes on");
        assertThat(out.resolve("result.json")).content().contains("\"generations\" : 45");
    }

    @Test
    void shouldRefuseADirectoryThatMayNotBeWritten() throws Exception {
        Path parent = Files.createDirectory(directory.resolve("sealed"));
        // Nobody may write to /proc, whereas root may write to directories that are closed for others.
        Path sealed = "root".equals(System.getProperty("user.name")) ? Path.of("/proc") : parent;
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("r-xr-xr-x"));
        for (String option : new String[] {"--overwrite", "--resume"}) {
            CommandLineRun run = CommandLineRun.of("run", job, "--out", sealed.resolve("out"), option);

            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err().lines().filter(line -> line.startsWith("elites: ")))
                    .singleElement()
                    .asString()
                    .contains(sealed.toString(), "cannot be written")
                    .endsWith(".");
        }
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx------"));
    }

    /** A lock of another process counts, not only one of this one. */
    @Test
    void shouldKeepASecondProcessOut() throws Exception {
        Files.writeString(
                job, JOB.replace("generations = 40", "generations = 1000000") + "[output]\npictures = false\n");
        Process first = CommandLineProcess.start(directory, "run", job, "--out", out);
        try {
            var err = first.errorReader();
            String line = err.readLine();
            while (line != null && !line.startsWith("generation ")) {
                line = err.readLine();
            }
            for (String option : new String[] {"--resume", "--overwrite"}) {
                CommandLineRun second = CommandLineRun.of("run", job, "--out", out, option);
                assertThat(second.code()).isEqualTo(2);
                assertThat(second.err()).contains("Another process");
            }
            assertThat(first.isAlive()).isTrue();
        } finally {
            first.destroyForcibly();
            assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void assertFinished() {
        assertThat(out.resolve("result.json")).content().contains("\"status\" : \"finished\"");
        assertThat(out.resolve("best.npy")).isNotEmptyFile();
    }

    private static void assertOneSentence(CommandLineRun run, String part) {
        assertThat(run.err().lines().filter(line -> line.startsWith("elites: ")))
                .singleElement()
                .asString()
                .contains(part)
                .endsWith(".");
        assertThat(run.err()).doesNotContain("\tat ").doesNotContain("should not happen");
    }
}
