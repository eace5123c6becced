package io.github.diffusionelites.device.scoring;

import io.github.diffusionelites.device.HostRewardReport;
import org.jspecify.annotations.Nullable;

/** Counts of one run. Guarded by its run's lock. */
final class Tally {

    private long nanos;
    private long evaluated;
    private long failed;
    private long timedOut;
    private long retries;
    private long nans;
    private int abandonedThreads;
    private @Nullable Throwable firstFailure;
    private long firstFailureRow;

    void spend(long callNanos) {
        nanos += callNanos;
    }

    void evaluate(float[] rewards) {
        evaluated += rewards.length;
        for (float reward : rewards) {
            if (Float.isNaN(reward)) {
                nans++;
            }
        }
    }

    /** Keeps the failure of the lowest place, which does not depend on the order in which threads end. */
    void fail(Chunk chunk, Throwable failure) {
        failed += chunk.rows();
        if (firstFailure == null || chunk.firstRow() < firstFailureRow) {
            firstFailure = failure;
            firstFailureRow = chunk.firstRow();
        }
    }

    void timeOut(Chunk chunk) {
        timedOut += chunk.rows();
    }

    void retry() {
        retries++;
    }

    void abandon() {
        abandonedThreads++;
    }

    /** Returns individuals that failed or timed out. */
    long lost() {
        return failed + timedOut;
    }

    /** Returns the time inside the reward, summed over threads. */
    long nanos() {
        return nanos;
    }

    HostRewardReport report() {
        return new HostRewardReport(evaluated, failed, timedOut, retries, nans, abandonedThreads, firstFailure);
    }
}
