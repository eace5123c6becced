package io.github.diffusionelites.device.scoring;

import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.HostRewardException;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.RewardCountException;
import io.github.diffusionelites.device.UnusableRewardException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a host reward. All that threads share is guarded by this object's lock, which is never held while the
 * reward runs or a chunk is waited for. Rewards go to the device under the lock, so that none comes after the run.
 */
final class ScoringRun {

    private final HostReward reward;
    private final int width;
    private final HostRewardSettings settings;
    private final int individuals;
    private final RewardThreads threads;
    private final ChunkSource source;
    private final Limits limits;
    private final List<Call> calls = new ArrayList<>();
    private final Tally tally = new Tally();
    /** Threads that take chunks, without those that were given up. */
    private int serving;

    private boolean stopped;
    private boolean finished;
    private @Nullable Throwable fault;

    ScoringRun(Operation.ScoreOnHost operation, int individuals, RewardThreads threads, ChunkSource source, long rows) {
        this.reward = operation.reward();
        this.width = operation.samples().width();
        this.settings = operation.settings();
        this.individuals = individuals;
        this.threads = threads;
        this.source = source;
        this.limits = new Limits(settings, rows);
    }

    /** Starts the threads, keeps watch until all have left, and hands on what ended the run. */
    HostScorer.Scored await() {
        boolean interrupted = false;
        synchronized (this) {
            begin();
            while (serving > 0) {
                long nanos = expire(System.nanoTime());
                // Giving up the last thread of a stopped run ends it.
                if (serving > 0) {
                    interrupted |= pause(nanos);
                }
            }
            finished = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        switch (fault) {
            case null -> {}
            case Error error -> throw error;
            // It was made on any thread; its caller wants to see where it called.
            case HostRewardException exception -> throw (HostRewardException) exception.fillInStackTrace();
            case RuntimeException exception -> throw exception;
            default -> throw new IllegalStateException("Scoring on the host failed.", fault);
        }
        return new HostScorer.Scored(tally.nanos(), tally.report());
    }

    synchronized boolean cancel() {
        if (finished) {
            return false;
        }
        stop(null);
        return true;
    }

    private void begin() {
        requireFewAbandoned();
        for (int i = 0; i < settings.workers() && !stopped; i++) {
            startThread();
        }
    }

    private void startThread() {
        try {
            threads.start(new Worker(this, source, reward, width));
            serving++;
        } catch (Throwable e) {
            stop(e);
        }
    }

    /** Ends the run early with something that no reward did. */
    synchronized void fault(Throwable cause) {
        stop(cause);
    }

    /** Takes note that a worker is done. */
    synchronized void leave() {
        serving--;
        notifyAll();
    }

    /** Returns a call that may begin now, after the delay of a retry; null if the run was stopped. */
    synchronized @Nullable Call begin(Chunk chunk, float[] samples, int retry) {
        if (retry > 0) {
            long end = System.nanoTime() + (settings.retryDelay().toNanos() << (retry - 1));
            for (long left = end - System.nanoTime(); left > 0 && !stopped; left = end - System.nanoTime()) {
                pause(left);
            }
        }
        if (stopped) {
            return null;
        }
        if (retry > 0) {
            tally.retry();
        }
        CopiedBatch batch = new CopiedBatch(chunk, width, individuals, samples);
        long now = System.nanoTime();
        Call call = new Call(chunk, batch, Thread.currentThread(), now);
        calls.add(call);
        if (!settings.timeout().isZero()) {
            call.limit(now + settings.timeout().toNanos());
            notifyAll();
        }
        return call;
    }

    /** Takes the rewards of a call, or decides what follows from its failure. */
    synchronized Next end(Call call, @Nullable Throwable failure, int retry) {
        call.batch.end();
        // An interrupt was meant for this call, not for the next one.
        Thread.interrupted();
        if (call.state == Call.State.ABANDONED) {
            threads.returned();
            return Next.LEAVE;
        }
        calls.remove(call);
        tally.spend(System.nanoTime() - call.started);
        if (call.state == Call.State.INTERRUPTED) {
            return Next.CHUNK;
        }
        switch (failure) {
            case null -> {
                source.rewards(call.chunk, call.batch.rewards());
                tally.evaluate(call.batch.rewards());
            }
            case Error error -> stop(error);
            case RewardCountException exception -> stop(exception);
            case UnusableRewardException exception -> stop(exception);
            default -> {
                if (retry < settings.retries()) {
                    return Next.RETRY;
                }
                tally.fail(call.chunk, failure);
                lose(call.chunk);
            }
        }
        return Next.CHUNK;
    }

    /** Ends the patience with calls that took too long; returns nanoseconds until the next one is due. */
    private long expire(long now) {
        long next = Long.MAX_VALUE;
        for (Call call : List.copyOf(calls)) {
            if (call.left(now) <= 0) {
                if (call.state == Call.State.INTERRUPTED) {
                    abandon(call);
                    continue;
                }
                call.interrupt(now, settings.grace().toNanos());
                tally.timeOut(call.chunk);
                lose(call.chunk);
            }
            next = Math.min(next, call.left(now));
        }
        return next;
    }

    private void abandon(Call call) {
        call.state = Call.State.ABANDONED;
        calls.remove(call);
        serving--;
        tally.abandon();
        tally.spend(System.nanoTime() - call.started);
        threads.abandon();
        requireFewAbandoned();
        if (!stopped) {
            startThread();
        }
    }

    private void requireFewAbandoned() {
        if (limits.abandonedTooMany(threads.abandoned())) {
            stop(limits.abandoned(threads.abandoned(), tally));
        }
    }

    /** Stores NaN for a chunk that has no rewards, and ends the run if too many have none. */
    private void lose(Chunk chunk) {
        float[] none = new float[chunk.rows()];
        Arrays.fill(none, Float.NaN);
        try {
            source.rewards(chunk, none);
        } catch (Throwable e) {
            // The calling thread keeps watch until all others have left, whatever happens.
            stop(e);
            return;
        }
        if (limits.lostTooMany(tally)) {
            stop(limits.lost(tally));
        }
    }

    /** Ends the run early; the first cause counts. */
    private void stop(@Nullable Throwable cause) {
        if (stopped) {
            return;
        }
        stopped = true;
        fault = cause;
        source.stop();
        long now = System.nanoTime();
        for (Call call : calls) {
            if (call.state == Call.State.RUNNING) {
                call.interrupt(now, settings.grace().toNanos());
            }
        }
        notifyAll();
    }

    /** Waits for a change; returns whether the thread was interrupted meanwhile, which ends the wait as well. */
    @SuppressWarnings("WaitNotInLoop") // The callers look again at what they wait for.
    private boolean pause(long nanos) {
        try {
            if (nanos == Long.MAX_VALUE) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, nanos));
            }
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
