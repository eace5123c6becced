package io.github.diffusionelites.batch.worker;

import io.github.diffusionelites.run.checkpoint.CheckpointFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A worker's end of the pipes to its parent. A thread reads, so that the end of the parent is noticed at once. */
public final class WorkerLink {

    private final OutputStream out;
    /** What the parent said; nothing at its end. */
    private final BlockingQueue<Optional<WorkerMessage>> answers = new LinkedBlockingQueue<>();

    private final AtomicReference<@Nullable Runnable> atEnd = new AtomicReference<>();
    private volatile boolean ended;

    /** Begins to read. */
    public WorkerLink(InputStream in, OutputStream out) {
        this.out = out;
        Thread.ofPlatform().daemon().name("elites-worker-parent").start(() -> read(in));
    }

    private void read(InputStream in) {
        try {
            for (WorkerMessage message = next(in); message != null; message = next(in)) {
                answers.add(Optional.of(message));
            }
        } finally {
            end();
        }
    }

    @Nullable
    private static WorkerMessage next(InputStream in) {
        try {
            return WorkerFormat.read(in, row -> {
                throw new CheckpointFormatException("a parent finds nothing");
            });
        } catch (IOException | CheckpointFormatException e) {
            // A parent that was killed leaves half a message.
            return null;
        }
    }

    private void end() {
        ended = true;
        answers.add(Optional.empty());
        Runnable action = atEnd.get();
        if (action != null) {
            action.run();
        }
    }

    /** Sets what is done when the parent is gone. */
    public void onEnd(Runnable action) {
        atEnd.set(action);
        if (ended) {
            action.run();
        }
    }

    /** Returns whether the parent is gone. */
    public boolean ended() {
        return ended;
    }

    /** Tells the parent something; where it is gone, nobody. */
    public synchronized void tell(WorkerMessage message) {
        try {
            WorkerFormat.write(out, message);
        } catch (IOException e) {
            end();
        }
    }

    /**
     * Asks the parent something and waits for its answer.
     *
     * @throws ParentGoneException if it is gone
     */
    public WorkerMessage ask(WorkerMessage question) {
        tell(question);
        return await();
    }

    /**
     * Waits for the next message.
     *
     * @throws ParentGoneException if the parent is gone
     */
    public WorkerMessage await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    Optional<WorkerMessage> message = answers.take();
                    if (message.isEmpty()) {
                        answers.add(message);
                    }
                    return message.orElseThrow(ParentGoneException::new);
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
}
