package io.github.diffusionelites.device.scoring;

import io.github.diffusionelites.device.HostReward;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The daemon threads that call a reward, kept from run to run, so that what a reward keeps for each thread stays.
 * Threads that were given up occupy a place of their own until they return.
 */
final class RewardThreads {

    private static final long IDLE_SECONDS = 60;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final HostReward reward;
    private final int workers;
    private final ThreadPoolExecutor pool;
    private int abandoned;

    RewardThreads(HostReward reward, int workers) {
        this.reward = reward;
        this.workers = workers;
        this.pool = new ThreadPoolExecutor(
                workers,
                workers,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> new RewardThread(reward, work));
        // A program that nobody closes must not keep idle threads for ever.
        pool.allowCoreThreadTimeOut(true);
    }

    void start(Runnable work) {
        pool.execute(work);
    }

    /** Makes room for another thread beside one that does not return. */
    synchronized void abandon() {
        abandoned++;
        pool.setMaximumPoolSize(workers + abandoned);
        pool.setCorePoolSize(workers + abandoned);
    }

    /** Takes note that a thread that was given up has returned. */
    synchronized void returned() {
        abandoned--;
        pool.setCorePoolSize(workers + abandoned);
        pool.setMaximumPoolSize(workers + abandoned);
    }

    /** Returns the threads that were given up and have not returned. */
    synchronized int abandoned() {
        return abandoned;
    }

    /**
     * Refuses the threads that call the reward.
     *
     * @throws IllegalStateException on one of them, or one of another program that has the same reward
     */
    @SuppressWarnings("ReferenceEquality") // The object itself would be called.
    void requireOutside() {
        if (Thread.currentThread() instanceof RewardThread thread && thread.reward == reward) {
            throw new IllegalStateException(
                    "A reward may not run or close the program that calls it, nor close its buffers; it may only cancel"
                            + " it.");
        }
    }

    void close() {
        pool.shutdownNow();
    }

    /** A thread that knows which reward it calls. */
    private static final class RewardThread extends Thread {
        private final HostReward reward;

        RewardThread(HostReward reward, Runnable work) {
            super(work, "host-reward-" + NUMBERS.incrementAndGet());
            this.reward = reward;
            setDaemon(true);
        }
    }
}
