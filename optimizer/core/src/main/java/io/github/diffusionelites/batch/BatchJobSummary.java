package io.github.diffusionelites.batch;

import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.search.StoppingRules;
import java.util.Objects;

/**
 * A job of many searches without its searches.
 *
 * @param job what all searches have in common
 * @param stop rules of searches that have none of their own
 * @param source where the searches come from
 * @param searches how many they are, at least 1
 * @param digest of them
 */
public record BatchJobSummary(Job job, StoppingRules stop, ManifestSource source, int searches, String digest) {

    /** Checks that nothing is missing. */
    public BatchJobSummary {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(stop, "stop");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(digest, "digest");
        if (searches < 1) {
            throw new IllegalArgumentException("A job needs at least 1 search, but has " + searches + ".");
        }
    }
}
