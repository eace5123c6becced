package io.github.diffusionelites.device;

import java.time.Duration;
import java.util.Objects;

/**
 * How a reward computed by Java is called, and what happens when it misbehaves. A call is one batch: the rows of one
 * chunk, {@link Plan#chunkRows} of them or fewer.
 *
 * <table>
 * <caption>What a reward may do, and what follows</caption>
 * <tr><th>the reward</th><th>what follows</th></tr>
 * <tr><td>throws an exception</td><td>the batch is scored again, {@code retries} times; then its individuals count as
 *     failed and have NaN</td></tr>
 * <tr><td>fails or times out for more than {@code mostFailed} of a generation</td><td>the run ends with a
 *     {@link HostRewardException}</td></tr>
 * <tr><td>fails or times out, and {@code failFast}</td><td>the run ends with a {@link HostRewardException}</td></tr>
 * <tr><td>throws an {@link Error}</td><td>the run ends with that error, at once</td></tr>
 * <tr><td>returns null or too few or many rewards ({@link BatchReward})</td><td>the run ends with a
 *     {@link RewardCountException}, at once</td></tr>
 * <tr><td>throws an {@link UnusableRewardException}</td><td>the run ends with that, at once</td></tr>
 * <tr><td>gives NaN, or leaves an individual out</td><td>the individual has NaN; it is worst in both senses</td></tr>
 * <tr><td>writes to the samples that it got</td><td>nothing: they are copies</td></tr>
 * <tr><td>calls the program or search that calls it, closes one of the program's buffers, or runs or compiles
 *     another program on its device</td><td>{@link IllegalStateException} in the reward; only {@code cancel} is
 *     allowed</td></tr>
 * <tr><td>uses a batch after the call</td><td>{@link IllegalStateException} in the reward</td></tr>
 * <tr><td>takes longer than {@code timeout}</td><td>its individuals count as timed out and have NaN, its thread is
 *     interrupted; the call is not repeated</td></tr>
 * <tr><td>ignores the interrupt for {@code grace}</td><td>its thread is given up and another one takes its place; what
 *     it does later changes nothing</td></tr>
 * <tr><td>leaves more than {@code mostAbandoned} such threads behind</td><td>the run ends with a
 *     {@link HostRewardException}</td></tr>
 * </table>
 *
 * <p>When a run ends early, by cancelling or by a fault, calls that are in progress are interrupted and given up after
 * {@code grace}. All threads are daemons: none keeps the virtual machine from ending.
 *
 * @param workers threads that call the reward, each with one batch at a time, in [1, 1024]
 * @param timeout of one call; zero is none
 * @param grace that an interrupted call has until its thread is given up
 * @param retries calls after a first one that threw, in [0, 3]
 * @param retryDelay before the first retry; it doubles for each further one
 * @param failFast whether the first batch that fails, after its retries, or times out ends the run
 * @param mostFailed share of a generation's individuals that may fail or time out, in [0, 1]
 * @param mostAbandoned threads of a program that may be given up and still be running, in [0, 1024]
 */
public record HostRewardSettings(
        int workers,
        Duration timeout,
        Duration grace,
        int retries,
        Duration retryDelay,
        boolean failFast,
        double mostFailed,
        int mostAbandoned) {

    private static final int MOST_THREADS = 1024;
    private static final int MOST_RETRIES = 3;
    private static final Duration LONGEST = Duration.ofDays(365);

    /** One thread, no time-out, 1 s of grace, no retries (0.1 s), half may fail, four threads may be given up. */
    public static final HostRewardSettings DEFAULT =
            new HostRewardSettings(1, Duration.ZERO, Duration.ofSeconds(1), 0, Duration.ofMillis(100), false, 0.5, 4);

    /** Checks the ranges. */
    public HostRewardSettings {
        requireRange("workers", workers, 1, MOST_THREADS);
        requireDuration("time-out", timeout);
        requireDuration("grace period", grace);
        requireRange("retries", retries, 0, MOST_RETRIES);
        requireDuration("retry delay", retryDelay);
        if (!(mostFailed >= 0 && mostFailed <= 1)) {
            throw new IllegalArgumentException(
                    "The share of individuals that may fail must be in [0, 1], but is " + mostFailed + ".");
        }
        requireRange("abandoned threads", mostAbandoned, 0, MOST_THREADS);
    }

    /** Returns the same with this many threads; a reward that is called by more than one must be made for it. */
    public HostRewardSettings withWorkers(int choice) {
        return new HostRewardSettings(choice, timeout, grace, retries, retryDelay, failFast, mostFailed, mostAbandoned);
    }

    /** Returns the same with this time-out of a call; zero is none. */
    public HostRewardSettings withTimeout(Duration choice) {
        return new HostRewardSettings(workers, choice, grace, retries, retryDelay, failFast, mostFailed, mostAbandoned);
    }

    /** Returns the same with this time from interrupting a call to giving up its thread. */
    public HostRewardSettings withGrace(Duration choice) {
        return new HostRewardSettings(
                workers, timeout, choice, retries, retryDelay, failFast, mostFailed, mostAbandoned);
    }

    /** Returns the same with this many further calls for a batch, the first after a delay that doubles each time. */
    public HostRewardSettings withRetries(int choice, Duration delay) {
        return new HostRewardSettings(workers, timeout, grace, choice, delay, failFast, mostFailed, mostAbandoned);
    }

    /** Returns the same with or without ending the run at the first batch that fails. */
    public HostRewardSettings withFailFast(boolean choice) {
        return new HostRewardSettings(workers, timeout, grace, retries, retryDelay, choice, mostFailed, mostAbandoned);
    }

    /** Returns the same with this share of a generation that may fail or time out. */
    public HostRewardSettings withMostFailed(double choice) {
        return new HostRewardSettings(workers, timeout, grace, retries, retryDelay, failFast, choice, mostAbandoned);
    }

    /** Returns the same with this many threads that may be given up and still be running. */
    public HostRewardSettings withMostAbandoned(int choice) {
        return new HostRewardSettings(workers, timeout, grace, retries, retryDelay, failFast, mostFailed, choice);
    }

    private static void requireRange(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("The number of " + what + " of a reward must be in [" + least + ", "
                    + most + "], but is " + value + ".");
        }
    }

    private static void requireDuration(String what, Duration duration) {
        Objects.requireNonNull(duration, what);
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "The " + what + " of a reward must be in [0, 365 days], but is " + duration + ".");
        }
    }
}
