package io.github.diffusionelites.batch;

import io.github.diffusionelites.run.job.Job;
import java.util.Objects;

/**
 * A job of many searches, with every default filled in.
 *
 * @param job what all searches have in common; its number of searches and its first id mean nothing here
 * @param manifest what each search has
 */
public record BatchJob(Job job, Manifest manifest) {

    /** Checks that nothing is missing. */
    public BatchJob {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(manifest, "manifest");
    }
}
