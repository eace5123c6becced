package io.github.diffusionelites.run.job;

import io.github.diffusionelites.run.input.Problems;
import io.github.diffusionelites.search.SearchInstance;
import java.nio.file.Path;
import java.util.List;

/** Reads job files. Keys that are unknown, values that do not fit and keys that are missing are all refused. */
public final class JobFile {

    private JobFile() {}

    /**
     * Reads a file.
     *
     * @throws JobException if the file cannot be read or is not a job; one sentence for each problem
     */
    public static Job read(Path file) {
        return read(file, JobSource.read(file, JobSource.LARGEST));
    }

    /**
     * Reads a job that is already in memory.
     *
     * @param file to name in refusals, and to resolve the path of the model against
     * @param bytes the whole file
     * @throws JobException as {@link #read(Path)} does
     */
    static Job read(Path file, byte[] bytes) {
        return read(file, JobSource.text(file, bytes, JobSource.LARGEST));
    }

    private static Job read(Path file, String text) {
        Problems problems = new Problems(file.toString());
        Section whole = JobToml.parse(file, text, problems);
        if (whole.keys().contains(BatchJobFile.MANIFEST)) {
            throw new JobException("The job file " + file + " has a [manifest], whose searches are a batch; run it by"
                    + " ./elites batch.");
        }
        Job.Model model = JobSections.model(whole.table("model", true), file);
        Section section = whole.table("search", true);
        SearchSection search = SearchSection.read(section, whole.tables("fidelity"));
        int searches = section.integer("searches", 1, SearchInstance.ID_LIMIT, 1);
        int firstId = section.integer("first_id", 0, SearchInstance.ID_LIMIT - 1, 0);
        if ((long) searches + firstId > SearchInstance.ID_LIMIT) {
            section.refuse(
                    "first_id",
                    (long) firstId,
                    "at most " + (SearchInstance.ID_LIMIT - searches)
                            + ", so that the ids of all searches are below 2^24");
        }
        section.finish();
        List<RewardPart> parts = JobSections.rewards(whole.tables("reward"), file);
        Job.DeviceChoice device = JobSections.device(whole.table("device", false));
        Job.Output output = JobSections.output(whole.table("output", false));
        whole.finish();
        problems.throwIfAny();
        return new Job(model, search.settings(), searches, firstId, parts, device, output);
    }
}
