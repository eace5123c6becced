package io.github.diffusionelites.reward.process;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.device.UnusableRewardException;
import io.github.diffusionelites.model.Quoted;
import io.github.diffusionelites.reward.ExternalReward;
import io.github.diffusionelites.reward.SearchLookup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A reward that child processes compute: one for each call at a time, started when it is first needed and kept from
 * batch to batch. What they say to each other is in {@code optimizer/examples/rewards/README.md}.
 *
 * <p>A process that ends, breaks the protocol, or is interrupted because it took too long is killed, with all that it
 * started, and the call throws; the next call starts another one. A process that answers with an error is kept. After
 * three starts in a row that failed no further one is tried: the call throws an {@link UnusableRewardException}, which
 * ends the run.
 *
 * <p>Processes have all rights of this one. They end with it: {@link #close} closes their standard input and kills what
 * is still there after a time; when this process is killed they only see the end of their standard input, so that one
 * that does not heed it stays behind.
 */
public final class ProcessReward implements ExternalReward {

    private static final int MOST_START_FAILURES = 3;

    private final ProcessSettings settings;
    private final int channels;
    private final Semaphore places;
    private final RewardLog log = new RewardLog();
    private final Set<Child> children = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedDeque<Child> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger startFailures = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "reward-process");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean closed;

    /**
     * Prepares; no process is started yet.
     *
     * @param channels of the samples
     */
    public ProcessReward(ProcessSettings settings, int channels) {
        if (channels < 1) {
            throw new IllegalArgumentException("Samples have at least 1 channel, but here " + channels + ".");
        }
        this.settings = settings;
        this.channels = channels;
        this.places = new Semaphore(settings.processes());
    }

    /** Returns how processes are started and ended. */
    public ProcessSettings settings() {
        return settings;
    }

    /**
     * Appends what processes write to their standard error to a file from now on, and what becomes of them. At 5 MB it
     * is renamed to one with {@code .1} at the end of its name, which replaces the former one of that name.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public void logTo(Path file) {
        try {
            log.open(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " cannot be written.", e);
        }
    }

    /**
     * Starts as many processes as there may be, so that a command that does not work is noticed before there is work.
     *
     * @throws RewardProcessException if one of them does not start, or is interrupted; none is left then
     */
    public void start() {
        List<Child> started = new ArrayList<>();
        boolean complete = false;
        try {
            while (children.size() < settings.processes()) {
                started.add(launch());
            }
            for (Child child : started) {
                child.hello();
            }
            complete = true;
            started.forEach(this::giveBack);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            if (!complete) {
                started.forEach(this::drop);
            }
        }
    }

    @Override
    public void score(HostBatch batch, SearchLookup searches) {
        try {
            places.acquire();
            try {
                scoreBy(take(), batch, searches);
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (RefusedBatchException e) {
            throw new RewardProcessException(
                    "The reward process could not score a batch of " + batch.size() + " samples and says: "
                            + Quoted.escaped(String.valueOf(e.getMessage())),
                    e);
        } catch (RewardProcessException e) {
            note(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void scoreBy(Child child, HostBatch batch, SearchLookup searches)
            throws InterruptedException, RefusedBatchException {
        boolean usable = false;
        try {
            child.score(batch, searches);
            usable = true;
        } catch (RefusedBatchException e) {
            usable = true;
            throw e;
        } finally {
            if (usable) {
                giveBack(child);
            } else {
                drop(child);
            }
        }
    }

    /** Returns a process that waits, or a new one. */
    private Child take() throws InterruptedException {
        for (Child child = idle.pollFirst(); child != null; child = idle.pollFirst()) {
            if (child.alive()) {
                return child;
            }
            note("A reward process ended while there was nothing to do; another one takes its place.");
            drop(child);
        }
        @Nullable Child child = null;
        boolean complete = false;
        try {
            child = launch();
            child.hello();
            complete = true;
            startFailures.set(0);
            return child;
        } catch (RewardProcessException e) {
            int failures = startFailures.incrementAndGet();
            if (failures >= MOST_START_FAILURES) {
                note(String.valueOf(e.getMessage()));
                throw new UnusableRewardException(
                        "No reward process could be started, " + failures + " times in a row. " + e.getMessage(), e);
            }
            throw e;
        } finally {
            if (!complete && child != null) {
                drop(child);
            }
        }
    }

    private Child launch() {
        requireOpen();
        Child child = new Child(settings, channels, numbers.incrementAndGet(), log, threads);
        children.add(child);
        note("Process " + numbers.get() + " was started as " + child.pid() + ".");
        if (closed) {
            drop(child);
            requireOpen();
        }
        return child;
    }

    private void giveBack(Child child) {
        idle.addFirst(child);
        if (closed && idle.remove(child)) {
            drop(child);
        }
    }

    private void drop(Child child) {
        children.remove(child);
        child.kill();
    }

    private void note(String text) {
        log.line(Instant.now() + " " + text);
        log.flush();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The reward processes are closed.");
        }
    }

    private static RewardProcessException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new RewardProcessException("The call of a reward process was interrupted, and the process killed.", e);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<Child> ending = new ArrayList<>();
        for (Child child = idle.pollFirst(); child != null; child = idle.pollFirst()) {
            child.closeInput();
            ending.add(child);
        }
        long end = System.nanoTime() + settings.endLimit().toNanos();
        for (Child child : ending) {
            child.awaitEnd(Math.max(0, end - System.nanoTime()));
            children.remove(child);
        }
        // What is left is in a call that nobody waits for.
        children.forEach(this::drop);
        threads.shutdown();
        log.close();
    }
}
