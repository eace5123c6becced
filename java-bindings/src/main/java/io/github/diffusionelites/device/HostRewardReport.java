package io.github.diffusionelites.device;

import org.jspecify.annotations.Nullable;

/**
 * What became of the calls of a reward computed by Java. Individuals are those of all searches, active or not;
 * evaluated, failed and timed out ones are all that there are.
 *
 * @param evaluated individuals of batches that the reward scored
 * @param failed individuals of batches whose last call threw
 * @param timedOut individuals of batches whose call took too long
 * @param retries calls that repeated one that threw
 * @param nans evaluated individuals whose reward is NaN
 * @param abandonedThreads threads that were given up
 * @param firstFailure what the reward threw for the failed batch of the lowest place in the first generation that has
 *     one; null if no batch failed
 */
public record HostRewardReport(
        long evaluated,
        long failed,
        long timedOut,
        long retries,
        long nans,
        int abandonedThreads,
        @Nullable Throwable firstFailure) {

    /** Nothing was called. */
    public static final HostRewardReport NONE = new HostRewardReport(0, 0, 0, 0, 0, 0, null);

    /** Returns the sums of this report and a later one. */
    public HostRewardReport plus(HostRewardReport later) {
        return new HostRewardReport(
                evaluated + later.evaluated,
                failed + later.failed,
                timedOut + later.timedOut,
                retries + later.retries,
                nans + later.nans,
                abandonedThreads + later.abandonedThreads,
                firstFailure == null ? later.firstFailure : firstFailure);
    }
}
