package io.github.diffusionelites.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.diffusionelites.model.RandomModel;
import io.github.diffusionelites.run.job.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is interrupted or killed and goes on ends with the files of one that was left alone. */
class ResumeTest extends ResumeTestCase {

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
}
