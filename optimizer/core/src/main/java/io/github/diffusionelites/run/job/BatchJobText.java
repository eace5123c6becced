package io.github.diffusionelites.run.job;

import io.github.diffusionelites.batch.BatchJob;
import io.github.diffusionelites.batch.BatchJobSummary;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.run.input.JobEntries;
import io.github.diffusionelites.run.input.Words;
import java.util.List;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/**
 * Writes jobs of many searches as TOML, every key spelt out, but in place of the searches where they come from, how many
 * they are and their digest.
 */
public final class BatchJobText {

    /** A table may be found elsewhere or be of another kind, as long as its searches are the same. */
    private static final Set<String> FREE = Set.of("manifest.source", "manifest.file");

    private static final String DAMAGED =
            "The job that was kept beside the results is not TOML any more; start again in another directory.";

    private BatchJobText() {}

    /** Returns the text of a job, which {@link BatchJobFile#readSummary} reads back. */
    public static String of(BatchJob job) {
        return of(job.summary(), "");
    }

    /**
     * Returns the text of a job as it runs: with the precision that was chosen where the job leaves that to the device,
     * and with the instruction set in a comment.
     *
     * @param device that it runs on
     * @param plan of its generations
     */
    public static String of(BatchJob job, DeviceInfo device, Plan plan) {
        Job chosen = job.job().withDevice(job.job().device().withPrecision(plan.precision()));
        return of(job.withJob(chosen).summary(), JobText.instructionSet(device));
    }

    private static String of(BatchJobSummary job, String comment) {
        JobText text = new JobText()
                .model(job.job().model())
                .search(job.job().search())
                .programs(job.job())
                .comment(comment);
        StopSection.write(job.stop(), text)
                .header("[manifest]")
                .line("source", Words.word(job.source().kind()));
        if (!job.source().file().isEmpty()) {
            text.line("file", job.source().file());
        }
        return text.line("count", job.searches()).line("sha256", job.digest()).toString();
    }

    /**
     * Returns keys whose values keep a job from going on, each with both values. The device may be named otherwise, its
     * lanes and chunks be others, model and manifest lie elsewhere; the searches must be the same, and unlike those of a
     * run, stages cannot be added to, as searches that ended would not be what they are.
     *
     * @param then the text of a job, every key spelt out
     * @param now likewise
     * @throws JobException if the former one is not TOML, or not a job, as every one that was written is
     */
    public static List<String> changes(String then, String now) {
        try {
            TomlParseResult former = Toml.parse(then);
            if (!former.hasErrors()) {
                return JobEntries.differences(JobEntries.of(former), JobEntries.of(Toml.parse(now)), FREE::contains);
            }
        } catch (RuntimeException | AssertionError e) {
            // The parser fails inside where it cannot recover from a broken line, the getters at values of other types.
            throw new JobException(DAMAGED, e);
        }
        throw new JobException(DAMAGED);
    }
}
