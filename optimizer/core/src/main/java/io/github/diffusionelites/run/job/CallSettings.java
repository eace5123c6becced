package io.github.diffusionelites.run.job;

import io.github.diffusionelites.device.HostRewardSettings;
import java.time.Duration;

/** Reads how threads call a reward that the device does not compute. */
final class CallSettings {

    private static final int MOST_WORKERS = 1024;
    private static final int MOST_RETRIES = 3;
    /** 90 days, within which a double counts nanoseconds exactly. */
    private static final double LONGEST_SECONDS = 90 * 86_400.0;

    private CallSettings() {}

    /** Returns what a table says, and of the others what stands for those that are missing. */
    static HostRewardSettings read(Section section, HostRewardSettings missing) {
        double timeout = section.number("timeout_seconds", 0, LONGEST_SECONDS, 0.0);
        return missing.withWorkers(section.integer("workers", 1, MOST_WORKERS, missing.workers()))
                .withTimeout(Duration.ofNanos(Math.round(1e9 * timeout)))
                .withRetries(section.integer("retries", 0, MOST_RETRIES, missing.retries()), missing.retryDelay())
                .withFailFast(section.flag("fail_fast", missing.failFast()))
                .withMostFailed(section.number("most_failed", 0, 1, missing.mostFailed()));
    }
}
