package io.github.diffusionelites.batch.store;

import java.util.Objects;

/**
 * To which job a journal belongs.
 *
 * @param manifestDigest the digest of the manifest
 * @param jobDigest SHA-256 of the job's text in hexadecimal digits
 */
public record JournalHeader(String manifestDigest, String jobDigest) {

    /** Checks that nothing is missing. */
    public JournalHeader {
        Objects.requireNonNull(manifestDigest, "manifestDigest");
        Objects.requireNonNull(jobDigest, "jobDigest");
    }
}
