package io.github.diffusionelites.reward.process;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.reward.SearchLookup;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A process and the conversation with it, for one caller at a time. */
final class Child {

    private static final long KILL_SECONDS = 5;

    private final ProcessSettings settings;
    private final String name;
    private final Process process;
    private final Wire wire;
    private final ErrorTail errors;
    private final Executor threads;
    /** Notices the end of the process. */
    private final CompletableFuture<Void> watch;

    private int batches;
    private volatile boolean over;
    private volatile Exchange exchange = new Exchange();
    private volatile List<ProcessHandle> family = List.of();

    /**
     * Starts a process.
     *
     * @param number for messages and the log
     * @param threads of which three are taken: one for the standard error, two during each exchange
     * @throws RewardProcessException if it cannot be started
     */
    Child(ProcessSettings settings, int channels, int number, RewardLog log, Executor threads) {
        this.settings = settings;
        this.threads = threads;
        this.wire = settings.format().open(channels);
        this.name = "The reward process " + number + " (" + String.join(" ", settings.command()) + ")";
        try {
            this.process = new ProcessBuilder(settings.command())
                    .directory(settings.directory().toFile())
                    .start();
        } catch (IOException e) {
            throw new RewardProcessException(
                    name + " cannot be started: " + e.getMessage() + "; correct the command.", e);
        }
        this.errors = new ErrorTail(process.getErrorStream(), log, "[" + number + "] ");
        threads.execute(errors);
        // Another process that inherited the pipes may keep them open, so that no end of a stream comes.
        this.watch = process.onExit()
                .thenRun(() -> Exchange.later(() -> {
                    over = true;
                    exchange.fail(new EOFException());
                }));
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /**
     * Exchanges hellos.
     *
     * @throws RewardProcessException if the process does not say a right one in time
     */
    void hello() throws InterruptedException {
        try {
            exchange(
                    () -> wire.sendHello(process.getOutputStream()),
                    () -> {
                        wire.receiveHello(process.getInputStream());
                        return new float[0];
                    },
                    settings.startLimit());
        } catch (TimeoutException e) {
            throw failure(
                    "said no hello within " + settings.startLimit().toMillis() / 1000.0 + " s after it was started", e);
        } catch (IOException e) {
            throw failure(e, "before it said hello");
        }
    }

    /**
     * Has a batch scored.
     *
     * @throws RefusedBatchException if the process says that it cannot; it is ready for another one
     * @throws RewardProcessException if the process is of no use any more
     */
    void score(HostBatch batch, SearchLookup searches) throws InterruptedException, RefusedBatchException {
        wire.put(++batches, batch, searches);
        int size = batch.size();
        try {
            float[] rewards = exchange(
                    () -> wire.send(process.getOutputStream()), () -> wire.receive(process.getInputStream()), null);
            for (int i = 0; i < size; i++) {
                batch.reward(i, rewards[i]);
            }
        } catch (RefusedBatchException e) {
            throw e;
        } catch (TimeoutException e) {
            throw failure("answered a batch of " + size + " samples without reading it to its end", e);
        } catch (IOException e) {
            throw failure(e, "while it scored batch " + batches + ", of " + size + " samples");
        }
    }

    private float[] exchange(Exchange.Sending sending, Exchange.Receiving receiving, @Nullable Duration limit)
            throws InterruptedException, IOException, TimeoutException {
        Exchange next = new Exchange();
        exchange = next;
        if (over) {
            throw new EOFException();
        }
        next.begin(threads, sending, receiving);
        return next.await(limit);
    }

    private RewardProcessException failure(IOException cause, String when) throws InterruptedException {
        if (cause instanceof ProtocolException) {
            return failure(String.valueOf(cause.getMessage()), cause);
        }
        if (!process.waitFor(Exchange.STRAGGLERS_MILLIS, TimeUnit.MILLISECONDS)) {
            return failure("closed its standard input or output " + when, cause);
        }
        int code = process.exitValue();
        waitForInterrupt(code);
        String signal = code > 128 ? ", which says that signal " + (code - 128) + " ended it," : "";
        return failure("ended with exit code " + code + signal + " " + when, cause);
    }

    private RewardProcessException failure(String what, Throwable cause) throws InterruptedException {
        List<String> lines = errors.lines(alive() ? 0 : Exchange.STRAGGLERS_MILLIS);
        return new RewardProcessException(
                name + " " + what
                        + (lines.isEmpty()
                                ? "; it wrote nothing to its standard error."
                                : "; the last it wrote to its standard error: " + String.join(" | ", lines)
                                        + (lines.getLast().endsWith(".") ? "" : ".")),
                cause);
    }

    /**
     * A terminal sends the signal of Ctrl-C to parent and children alike. A child that ends of it must not look as if it
     * had failed, only because the parent takes longer to interrupt its calls.
     */
    private static void waitForInterrupt(int code) throws InterruptedException {
        boolean likely = code == 128 + 2 || code == 128 + 15;
        Thread.sleep(likely ? 1500 : 200);
    }

    /** Kills the process and those that it started; returns at once. */
    void kill() {
        // Nobody waits for this process any more.
        watch.cancel(false);
        // Afterwards nobody would know whose they were.
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        family.forEach(ProcessHandle::destroyForcibly);
    }

    /** Closes the standard input, by which a process knows that it shall end. */
    void closeInput() {
        family = process.descendants().toList();
        threads.execute(() -> {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                // It has ended already.
                over = true;
            }
        });
    }

    /** Waits for the end of a process and kills it if it does not come; then whatever it left behind. */
    void awaitEnd(long nanos) {
        try {
            if (!process.waitFor(nanos, TimeUnit.NANOSECONDS)) {
                kill();
                // The system takes a moment; one that waits for a disk takes longer, and is not worth that.
                process.waitFor(KILL_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
