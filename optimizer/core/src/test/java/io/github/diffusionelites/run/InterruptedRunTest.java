package io.github.diffusionelites.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.run.checkpoint.CheckpointDirectory;
import io.github.diffusionelites.run.job.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** An interrupt of the thread that runs is a wish to cancel the run. */
class InterruptedRunTest extends ResumeTestCase {

    @Test
    void shouldEndInOrderAndGoOnLater() throws IOException {
        Job job = job(IDENTITY);
        Path whole = whole(job);
        Path run = directory.resolve("run");
        run(job, run, 1000, report -> {
            if (report.generation() == 1) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(Thread.interrupted()).as("the thread is marked again").isTrue();
        assertThat(run.resolve(RunDirectory.RESULT)).content().contains("\"interrupted\"", "\"generations\" : 2");
        assertThat(CheckpointDirectory.read(checkpoints(run).getFirst()).state().generation())
                .isEqualTo(2);
        assertThat(notices).isEmpty();
        resume(run, job, false);
        assertThat(Thread.interrupted()).isFalse();
        RunFiles.requireSame(run, whole);
    }

    @Test
    void shouldWriteAResultWhereTheThreadIsMarkedBeforeTheFirstGeneration() throws IOException {
        Job job = job(IDENTITY);
        Path run = directory.resolve("run");
        Thread.currentThread().interrupt();
        try {
            run(job, run, 1000, report -> {});
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(run.resolve(RunDirectory.RESULT)).content().contains("\"interrupted\"", "\"best\" : null");
        assertThat(checkpoints(run)).isNotEmpty();
    }

    /** Interrupts that come again and again, so that they meet writes as well as generations. */
    @Test
    void shouldLoseNothingToAnExecutorThatInsists() throws Exception {
        Job job = job(IDENTITY);
        Path whole = whole(job);
        Path run = directory.resolve("run");
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Thread[] runner = new Thread[1];
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<?> future = executor.submit(() -> {
                runner[0] = Thread.currentThread();
                try {
                    run(job, run, 0, report -> begun.countDown());
                } finally {
                    ended.set(true);
                }
                return null;
            });
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            while (!ended.get()) {
                runner[0].interrupt();
                LockSupport.parkNanos(100_000);
            }
            future.get();
        }

        assertThat(notices).isEmpty();
        assertThat(run.resolve(RunDirectory.RESULT)).exists();
        resume(run, job, false);
        RunFiles.requireSame(run, whole);
    }
}
