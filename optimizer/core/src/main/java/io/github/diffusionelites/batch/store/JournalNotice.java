package io.github.diffusionelites.batch.store;

import java.time.Instant;
import java.util.Objects;

/**
 * Something that a person should know about a job: it went on, a worker died, memory was short.
 *
 * @param time when it happened, to the millisecond
 * @param text one sentence
 */
public record JournalNotice(Instant time, String text) {

    /** Checks that nothing is missing. */
    public JournalNotice {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(text, "text");
    }
}
