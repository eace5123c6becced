package io.github.diffusionelites.batch;

import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.search.StoppingRules;
import java.util.Collection;
import java.util.Objects;

/**
 * A job of many searches, with every default filled in.
 *
 * @param job what all searches have in common; its number of searches and its first id mean nothing here
 * @param stop rules of searches that have none of their own; those of the manifest have them filled in
 * @param manifest what each search has
 */
public record BatchJob(Job job, StoppingRules stop, Manifest manifest) {

    /** Checks that nothing is missing. */
    public BatchJob {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(stop, "stop");
        Objects.requireNonNull(manifest, "manifest");
    }

    /** A job without rules that all searches have. */
    public BatchJob(Job job, Manifest manifest) {
        this(job, StoppingRules.NONE, manifest);
    }

    /** Returns these searches with another job. */
    public BatchJob withJob(Job other) {
        return new BatchJob(other, stop, manifest);
    }

    /**
     * Returns a job of some of the searches, each of which gives what it gives among all.
     *
     * @throws io.github.diffusionelites.run.job.JobException if the manifest has no search of an id
     */
    public BatchJob only(Collection<Integer> ids) {
        return new BatchJob(job, stop, manifest.only(ids));
    }

    /** Returns what is kept of this job beside its results. */
    public BatchJobSummary summary() {
        return new BatchJobSummary(
                job, stop, manifest.source(), manifest.searches().size(), manifest.digest());
    }
}
