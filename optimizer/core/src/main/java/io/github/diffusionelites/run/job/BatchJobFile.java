package io.github.diffusionelites.run.job;

import io.github.diffusionelites.batch.BatchJob;
import io.github.diffusionelites.batch.BatchJobSummary;
import io.github.diffusionelites.batch.Manifest;
import io.github.diffusionelites.batch.ManifestSource;
import io.github.diffusionelites.batch.manifest.ManifestDefaults;
import io.github.diffusionelites.batch.manifest.ManifestReader;
import io.github.diffusionelites.run.input.Problems;
import io.github.diffusionelites.search.SearchInstance;
import io.github.diffusionelites.search.StoppingRules;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads job files of many searches: the sections of a job for what all have in common, [stop] for when they end, and
 * [manifest] for the table with what each has. Everything is checked before anything runs.
 *
 * <p>A column of the table has the key that its values have in the job. Reward parameters in files of cells have a
 * column for each number, as {@code goal.0} and {@code goal.1}, elsewhere a list. Messages count rows as one finds them:
 * lines of text files and of the job from 1, rows of arrays and of grids from 0.
 */
public final class BatchJobFile {

    /** The section that makes a job one of many searches. */
    static final String MANIFEST = "manifest";

    /** Most bytes of a job: a list of a hundred thousand searches stands in 4 MiB. */
    private static final int LARGEST = 1 << 22;

    private final Path file;
    private final Problems problems;
    private final Section whole;

    private BatchJobFile(Path file, String text) {
        this.file = file;
        this.problems = new Problems(file.toString());
        this.whole = JobToml.parse(file, text, problems);
    }

    /**
     * Reads a job and its manifest.
     *
     * @throws JobException if a file cannot be read or is not what it should be; one sentence for each problem, the job's
     *     before those of the manifest
     */
    public static BatchJob read(Path file) {
        return new BatchJobFile(file, JobSource.read(file, LARGEST)).job();
    }

    /**
     * Reads a job that is already in memory.
     *
     * @param file to name in refusals, and to resolve paths against
     * @param bytes the whole file
     * @throws JobException as {@link #read(Path)} does
     */
    static BatchJob read(Path file, byte[] bytes) {
        return new BatchJobFile(file, JobSource.text(file, bytes, LARGEST)).job();
    }

    /**
     * Reads what {@link BatchJobText} wrote.
     *
     * @throws JobException if the file cannot be read or is not such a text; one sentence for each problem
     */
    public static BatchJobSummary readSummary(Path file) {
        return new BatchJobFile(file, JobSource.read(file, LARGEST)).summary();
    }

    /** What both forms have. */
    private record Common(Job job, SearchSection search, StoppingRules stop) {}

    private BatchJob job() {
        requireManifest();
        Section section = whole.table(MANIFEST, true);
        if (section.keys().contains("source")) {
            throw new JobException("The job file " + file + " is what a batch keeps beside its results, without its"
                    + " searches; name the job that it was started with.");
        }
        Common common = common();
        ManifestSection manifest = ManifestSection.read(section, file);
        whole.finish();
        problems.throwIfAny();
        ManifestDefaults defaults = new ManifestDefaults(
                common.search().settings(),
                common.search().eliteFraction(),
                common.job().rewards(),
                common.stop(),
                manifest.firstId());
        Manifest searches = new ManifestReader(file, defaults).read(manifest.source());
        return new BatchJob(common.job(), common.stop(), searches);
    }

    private BatchJobSummary summary() {
        requireManifest();
        Common common = common();
        Section section = whole.table(MANIFEST, true);
        ManifestSource source = new ManifestSource(
                section.constant("source", ManifestSource.Kind.values(), null), section.text("file", ""));
        int count = section.integer("count", 1, SearchInstance.ID_LIMIT, null);
        String digest = section.text("sha256", null);
        section.finish();
        whole.finish();
        problems.throwIfAny();
        return new BatchJobSummary(common.job(), common.stop(), source, count, digest);
    }

    private void requireManifest() {
        if (!whole.keys().contains(MANIFEST)) {
            throw new JobException("The job file " + file + " has no [manifest], in which a batch names its searches;"
                    + " add one, or run it by ./elites run.");
        }
    }

    private Common common() {
        Job.Model model = JobSections.model(whole.table("model", true), file);
        Section section = whole.table("search", true);
        SearchSection search = SearchSection.read(section, whole.tables("fidelity"));
        for (String key : List.of("searches", "first_id")) {
            if (section.keys().contains(key)) {
                section.has(key);
                section.problem(key, "must be left out, as [manifest] says which searches there are");
            }
        }
        section.finish();
        StoppingRules stop = StopSection.read(whole.table("stop", false));
        List<RewardPart> parts = JobSections.rewards(whole.tables("reward"), file);
        Job.DeviceChoice device = JobSections.device(whole.table("device", false));
        Job job = new Job(model, search.settings(), 1, 0, parts, device, new Job.Output(false, false));
        return new Common(job, search, stop);
    }
}
