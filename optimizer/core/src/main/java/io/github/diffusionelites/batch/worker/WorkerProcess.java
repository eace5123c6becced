package io.github.diffusionelites.batch.worker;

import io.github.diffusionelites.batch.ManifestSearch;
import io.github.diffusionelites.run.checkpoint.CheckpointFormatException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A parent's end of the pipes to a worker. What the worker says comes to a queue that all workers share. */
public final class WorkerProcess implements AutoCloseable {

    private static final long SECONDS_TO_END = 30;

    /**
     * What a worker said.
     *
     * @param worker who
     * @param message null when it has ended
     */
    public record Said(WorkerProcess worker, @Nullable WorkerMessage message) {}

    private final int number;
    private final Process process;
    private final OutputStream out;

    private WorkerProcess(int number, Process process) {
        this.number = number;
        this.process = process;
        this.out = new BufferedOutputStream(process.getOutputStream());
    }

    /**
     * Starts a worker and tells it what to do.
     *
     * @param log takes what it writes to its standard error, at the end
     * @param searches of the manifest by row
     * @throws UncheckedIOException if it cannot be started
     */
    public static WorkerProcess start(
            List<String> command,
            WorkerMessage.Begin begin,
            Path log,
            IntFunction<ManifestSearch> searches,
            BlockingQueue<Said> queue) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            WorkerProcess worker = new WorkerProcess(begin.worker(), process);
            Thread.ofPlatform()
                    .daemon()
                    .name("elites-worker-" + begin.worker())
                    .start(() -> worker.read(searches, queue));
            worker.tell(begin);
            return worker;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The worker " + begin.worker() + " cannot be started by " + command.getFirst() + " ("
                            + e.getMessage() + "); check that the program is there.",
                    e);
        }
    }

    private void read(IntFunction<ManifestSearch> searches, BlockingQueue<Said> queue) {
        try (InputStream in = process.getInputStream()) {
            WorkerMessage message;
            do {
                message = WorkerFormat.read(in, searches);
                if (message != null) {
                    queue.add(new Said(this, message));
                }
            } while (message != null);
        } catch (IOException | CheckpointFormatException e) {
            // A worker that was killed leaves half a message; one that says something else must not go on.
            process.destroyForcibly();
        } finally {
            queue.add(new Said(this, null));
        }
    }

    /** Returns its number, from 0. */
    public int number() {
        return number;
    }

    /** Tells it something; where it is gone, its end will be noticed. */
    public void tell(WorkerMessage message) {
        try {
            WorkerFormat.write(out, message);
        } catch (IOException e) {
            // Its end is on the way as a message.
            return;
        }
    }

    /** Lets it save the states of its searches and end, without waiting for that. */
    public void end() {
        try {
            out.close();
        } catch (IOException e) {
            // It is gone already.
            return;
        }
    }

    /** Waits for its end and returns its exit code. */
    public int exitCode() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                        process.destroyForcibly();
                    }
                    return process.waitFor();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        end();
        exitCode();
    }
}
