package io.github.diffusionelites.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.run.checkpoint.DurableFiles;
import io.github.diffusionelites.run.job.JobFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

    private static final String JOB = """
        [model]
        kind = "identity"
        channels = 1
        length = 2
        [search]
        population = 8
        elites = 2
        sense = "minimize"
        [[fidelity]]
        steps = 1
        generations = 2
        [[reward]]
        term = "path_length"
        [output]
        pictures = false
        """;

    @TempDir
    private Path parent;

    @Test
    void shouldTakeTheNextFreeNumber() throws IOException {
        Files.createDirectories(parent.resolve("runs/goal-2"));

        assertThat(RunDirectory.createNext(parent.resolve("runs"), "goal").path())
                .hasFileName("goal-1");
        assertThat(RunDirectory.createNext(parent.resolve("runs"), "goal").path())
                .hasFileName("goal-3");
    }

    @Test
    void shouldFindTheLatestRunByItsNumber() throws IOException {
        assertThat(NumberedDirectories.latest(parent.resolve("runs"), "goal")).isEmpty();
        for (String name : new String[] {"goal-2", "goal-10", "goal-x", "goals-11", "goal-"}) {
            Files.createDirectories(parent.resolve("runs").resolve(name));
        }

        assertThat(NumberedDirectories.latest(parent.resolve("runs"), "goal"))
                .hasValue(parent.resolve("runs").resolve("goal-10"));
        assertThat(NumberedDirectories.latest(parent.resolve("runs"), "g.al")).isEmpty();
    }

    @Test
    void shouldTakeAnExistingDirectoryWithoutARun() throws IOException {
        Files.writeString(parent.resolve("notes.txt"), "mine");

        RunDirectory.create(parent, false);

        assertThat(parent).isDirectoryContaining("glob:**/notes.txt").isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void shouldRefuseADirectoryThatHoldsARun() throws IOException {
        Files.writeString(parent.resolve(RunDirectory.RESULT), "{}");

        assertThatThrownBy(() -> RunDirectory.create(parent, false))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining(parent.toString())
                .hasMessageContaining("--overwrite");
        assertThat(parent.resolve(RunDirectory.RESULT)).hasContent("{}");
    }

    @Test
    void shouldOverwriteTheFilesOfARunOnly() throws IOException {
        Files.writeString(parent.resolve(RunDirectory.BEST), "old");
        Files.writeString(parent.resolve("notes.txt"), "mine");

        RunDirectory.create(parent, true);

        assertThat(parent.resolve(RunDirectory.BEST)).doesNotExist();
        assertThat(parent.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void shouldSayWhyADirectoryCannotBeMade() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(() -> RunDirectory.create(file, true)).hasMessageContaining("is not a directory");
        assertThatThrownBy(() -> RunDirectory.create(file.resolve("below"), true))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("cannot be written");
        assertThatThrownBy(() -> RunDirectory.createNext(file, "goal"))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining(file.toString());
    }

    /** Or a machine that stops leaves a checkpoint of generations whose lines have no name. */
    @Test
    void shouldHaveTheNamesOfAllFilesOnTheDiskBeforeTheFirstCheckpoint() throws IOException {
        Path path = parent.resolve("runs/run");
        List<String> told = new ArrayList<>();
        DurableFiles files = new DurableFiles() {
            @Override
            public void forceDirectory(Path directory) throws IOException {
                if (directory.equals(path)) {
                    told.add(Files.exists(path.resolve(RunDirectory.GENERATIONS)) ? "lines" : "no lines");
                }
                DurableFiles.super.forceDirectory(directory);
            }

            @Override
            public void rename(Path from, Path to) throws IOException {
                told.add("checkpoint");
                DurableFiles.super.rename(from, to);
            }
        };
        Path job = Files.writeString(parent.resolve("job.toml"), JOB);

        try (PreparedRun run = PreparedRun.of(JobFile.read(job));
                RunDirectory directory = RunDirectory.open(path, files)) {
            run.checkpointEvery(Duration.ZERO);
            run.execute(directory, report -> {});
        }

        assertThat(told).contains("checkpoint").containsSubsequence("lines", "checkpoint");
        assertThat(told.indexOf("lines")).isBetween(0, told.indexOf("checkpoint"));
    }

    @Test
    void shouldReplaceFilesWholly() throws IOException {
        RunDirectory directory = RunDirectory.create(parent, false);
        directory.write(RunDirectory.JOB, "a longer text");
        directory.write(RunDirectory.JOB, "short");

        assertThat(directory.file(RunDirectory.JOB)).hasContent("short");
        assertThat(parent).isDirectoryNotContaining("glob:**.tmp");
    }
}
