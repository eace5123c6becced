package io.github.diffusionelites.reward.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One question to a process and its answer. Pipes do not heed interrupts, so that other threads read and write them: the
 * caller only waits, and an interrupt reaches it at once. One thread writes while another reads, so that a process that
 * answers before it has read all does not stand still.
 */
final class Exchange {

    /** For what is still in a pipe when a process has ended, and for a process that closed its pipe to end. */
    static final long STRAGGLERS_MILLIS = 500;
    /** A process that has answered must have read what it answered. */
    private static final long READ_TO_END_SECONDS = 10;

    private final CompletableFuture<Void> sent = new CompletableFuture<>();
    private final CompletableFuture<float[]> received = new CompletableFuture<>();

    /** Begins to write and to read, on two of the threads. */
    void begin(Executor threads, Sending sending, Receiving receiving) {
        threads.execute(() -> {
            try {
                received.complete(receiving.receive());
            } catch (Throwable e) {
                received.completeExceptionally(e);
            }
        });
        threads.execute(() -> {
            try {
                sending.send();
                sent.complete(null);
            } catch (Throwable e) {
                sent.completeExceptionally(e);
                // A process that closed its standard input may have answered nevertheless, or tell why it ended.
                later(() -> received.completeExceptionally(e));
            }
        });
    }

    /** Ends the wait for what will not come any more. */
    void fail(IOException cause) {
        sent.completeExceptionally(cause);
        received.completeExceptionally(cause);
    }

    /**
     * Waits for the answer.
     *
     * @param limit to wait for the answer alone; null waits without one, and then for the question to be read
     * @throws TimeoutException if the answer did not come in time, or came but the question is not read to its end
     */
    float[] await(@Nullable Duration limit) throws InterruptedException, IOException, TimeoutException {
        try {
            if (limit != null) {
                return received.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            }
            float[] rewards = received.get();
            sent.get(READ_TO_END_SECONDS, TimeUnit.SECONDS);
            return rewards;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException("Talking to a reward process failed.", e);
            }
        }
    }

    /** Does something after a time in which what is under way arrives. */
    static void later(Runnable action) {
        CompletableFuture.delayedExecutor(STRAGGLERS_MILLIS, TimeUnit.MILLISECONDS)
                .execute(action);
    }

    /** Writes the question. */
    interface Sending {
        void send() throws IOException;
    }

    /** Reads the answer. */
    interface Receiving {
        float[] receive() throws IOException;
    }
}
