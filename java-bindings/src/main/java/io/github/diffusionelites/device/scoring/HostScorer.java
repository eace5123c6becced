package io.github.diffusionelites.device.scoring;

import io.github.diffusionelites.device.HostRewardException;
import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.device.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Calls the host reward of a program. The calling thread of {@link #score} watches the time; threads of the scorer take
 * chunks from the device and call the reward. One run at a time; {@link #cancel} is for any thread.
 */
public final class HostScorer implements AutoCloseable {

    private final Operation.ScoreOnHost operation;
    private final int individuals;
    private final RewardThreads threads;
    private volatile @Nullable ScoringRun current;

    /**
     * Prepares to call a reward; threads start with the first run.
     *
     * @param individuals of each search, at least 1
     */
    public HostScorer(Operation.ScoreOnHost operation, int individuals) {
        this.operation = operation;
        this.individuals = individuals;
        this.threads =
                new RewardThreads(operation.reward(), operation.settings().workers());
    }

    /**
     * Calls the reward for all chunks of a run, by the policies of
     * {@link io.github.diffusionelites.device.HostRewardSettings}. When it returns or throws, no thread uses the source
     * any more, and none will. After {@link #cancel}, or where the source ends early by itself, it returns early.
     *
     * @param rows of all chunks together
     * @throws HostRewardException if the reward failed more often than its settings allow; {@link ChunkSource#stop} was
     *     called then, as before the other ones
     * @throws io.github.diffusionelites.device.RewardCountException as the reward threw it
     * @throws Error as the reward threw it
     */
    public Scored score(ChunkSource source, long rows) {
        ScoringRun run = new ScoringRun(operation, individuals, threads, source, rows);
        current = run;
        try {
            return run.await();
        } finally {
            current = null;
        }
    }

    /**
     * Ends the run in progress: stops its source, interrupts the reward, and gives it up after the grace period.
     *
     * @return whether there was a run to end
     */
    public boolean cancel() {
        ScoringRun run = current;
        return run != null && run.cancel();
    }

    /**
     * Refuses to go on where the reward itself is the caller.
     *
     * @throws IllegalStateException on a thread that calls this reward
     */
    public void requireOutside() {
        threads.requireOutside();
    }

    /** Lets the threads end; those that were given up are interrupted once more. */
    @Override
    public void close() {
        threads.close();
    }

    /**
     * What a run of the reward took and gave.
     *
     * @param nanos inside the reward, summed over threads
     * @param report what became of the calls
     */
    public record Scored(long nanos, HostRewardReport report) {}
}
