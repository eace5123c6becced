package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.batch.report.SampleBatch;
import io.github.diffusionelites.batch.store.BatchFiles;
import io.github.diffusionelites.batch.store.BatchJournal;
import io.github.diffusionelites.run.checkpoint.DirectoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands that read the directory of a batch job. */
class BatchStatusTest {

    @TempDir
    private Path directory;

    private BatchFiles files;

    @BeforeEach
    void writeAJob() throws IOException {
        files = SampleBatch.write(directory.resolve("job"), 100, 60, "x");
        Files.createDirectories(files.lock().getParent());
        Files.createFile(files.lock());
    }

    @Test
    void shouldSayHowFarAJobIsThatStopped() throws IOException {
        Map<Path, byte[]> before = contents();
        CommandLineRun run = CommandLineRun.of("status", files.directory());
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out().lines())
                .startsWith(
                        "No process works on the job; elites batch --resume goes on with it.",
                        "60 of 100 searches are finished (60.0 %).")
                .last()
                .asString()
                .endsWith("Z Memory was short: 40 searches run at once now, not 80.");
        assertThat(run.out()).doesNotContain("evaluations/s");
        assertThat(contents()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void shouldSayHowFarAJobIsThatAProcessWorksOn() throws Exception {
        try (DirectoryLock lock = DirectoryLock.take(files.lock()).orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(CommandLineRun.of("status", files.directory()).out())
                    .contains("A process works on the job.", "5 run, 35 wait; ", "about 1.0 s left")
                    .contains("device at work 90 %");
            // The lock is held all the same.
            assertThat(otherProcessTakes()).isFalse();
            JsonNode json = json();
            assertThat(json.path("state").stringValue()).isEqualTo("running");
            assertThat(json.path("running").intValue()).isEqualTo(5);
            assertThat(json.path("evaluations_per_second").doubleValue()).isBetween(900.0, 1100.0);
        }
        assertThat(otherProcessTakes()).isTrue();
        JsonNode json = json();
        assertThat(json.path("state").stringValue()).isEqualTo("stopped");
        assertThat(json.path("finished").intValue()).isEqualTo(60);
        assertThat(json.path("seconds_left").isNull()).isTrue();
        assertThat(json.path("notices").get(0).path("text").stringValue()).startsWith("Memory was short");
    }

    private JsonNode json() {
        CommandLineRun run = CommandLineRun.of("status", "--json", files.directory());
        assertThat(run.code()).isZero();
        return JsonMapper.shared().readTree(run.out());
    }

    private boolean otherProcessTakes() throws Exception {
        return LockProbe.takesInAnotherProcess(files.lock());
    }

    @Test
    void shouldSayThatAJobIsDone() throws IOException {
        BatchFiles done = SampleBatch.write(directory.resolve("done"), 5, 5, "x");
        assertThat(CommandLineRun.of("status", done.directory()).out())
                .startsWith("The job is done.")
                .contains("5 of 5 searches are finished (100.0 %).");
    }

    @Test
    void shouldWriteTablesAndPageOfAJobThatStopped() {
        CommandLineRun run = CommandLineRun.of("report", files.directory());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        files.csv().toString(),
                        files.parquet().toString(),
                        files.report().toString());
        assertThat(files.csv()).isNotEmptyFile();
        assertThat(files.parquet()).isNotEmptyFile();
        assertThat(files.report()).isNotEmptyFile();
    }

    @Test
    void shouldOnlyWriteThePageOfAJobThatAProcessWorksOn() throws IOException {
        try (DirectoryLock lock = DirectoryLock.take(files.lock()).orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(CommandLineRun.of("report", files.directory()).code()).isZero();
        }
        assertThat(files.report()).isNotEmptyFile();
        assertThat(files.csv()).doesNotExist();
        assertThat(files.parquet()).doesNotExist();
    }

    @Test
    void shouldWriteThePageWhereItIsAskedTo() throws IOException {
        Map<Path, byte[]> before = contents();
        Path page = directory.resolve("page.html");
        CommandLineRun run = CommandLineRun.of("report", files.directory(), "--out", page);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(page).content().startsWith("<!DOCTYPE html>").contains("60");
        assertThat(contents()).usingRecursiveComparison().isEqualTo(before);
        assertThat(CommandLineRun.of("report", files.directory(), "--out", directory)
                        .code())
                .isEqualTo(ExitCodes.BAD_INPUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "report"})
    void shouldRefuseADirectoryWithoutABatch(String command) throws IOException {
        CommandLineRun run = CommandLineRun.of(command, directory);
        assertThat(run.code()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(run.err()).contains("The directory " + directory + " holds no batch job");
        Files.delete(files.manifest());
        assertThat(CommandLineRun.of(command, files.directory()).err()).contains("there is no " + files.manifest());
        BatchJournal.read(files.journal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "report"})
    void shouldSayWhyAJournalCannotBeUsed(String command) throws IOException {
        Files.writeString(files.journal(), "something else");
        CommandLineRun run = CommandLineRun.of(command, files.directory());
        assertThat(run.code()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(run.err()).contains("The journal " + files.journal() + " cannot be used");
    }

    private Map<Path, byte[]> contents() throws IOException {
        Map<Path, byte[]> contents = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(files.directory())) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                contents.put(path, Files.readAllBytes(path));
            }
        }
        return contents;
    }
}
