package io.github.diffusionelites.run;

import io.github.diffusionelites.run.checkpoint.Checkpoint;
import io.github.diffusionelites.run.checkpoint.CheckpointDirectory;
import io.github.diffusionelites.run.checkpoint.CheckpointFormatException;
import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From where a run in a directory can go on. Finding it changes nothing in the directory. */
public final class ResumePoint {

    private final Path file;
    private final Checkpoint checkpoint;
    private final GenerationHistory history;
    private final boolean finished;

    private ResumePoint(Path file, Checkpoint checkpoint, GenerationHistory history, boolean finished) {
        this.file = file;
        this.checkpoint = checkpoint;
        this.history = history;
        this.finished = finished;
    }

    /**
     * Finds the newest checkpoint that is whole and whose generations are all in {@value RunDirectory#GENERATIONS},
     * as they were written.
     *
     * @param job what the run shall go on with
     * @param notices takes a sentence for each checkpoint that is passed over
     * @return nothing if no generation was finished, so that the run begins anew
     * @throws RunDirectoryException if there are checkpoints but none can be used, generations without a checkpoint, or
     *     the job is not the one of the run, more generations apart
     */
    public static Optional<ResumePoint> find(RunDirectory directory, Job job, Consumer<String> notices) {
        List<Path> files = directory.checkpoints().newestFirst();
        List<String> reasons = new ArrayList<>();
        for (Path file : files) {
            try {
                Checkpoint checkpoint = CheckpointDirectory.read(file);
                GenerationHistory history = GenerationHistory.read(
                        directory.file(RunDirectory.GENERATIONS),
                        checkpoint.state().generation(),
                        checkpoint.state().searches().getFirst().id(),
                        checkpoint.state().searches().size(),
                        checkpoint.linesDigest());
                List<String> changes = JobChange.between(checkpoint.jobText(), JobText.of(job));
                reasons.forEach(reason -> notices.accept(reason + "; the one before it is used."));
                requireNoChanges(directory, changes);
                return Optional.of(new ResumePoint(file, checkpoint, history, finished(directory, checkpoint, job)));
            } catch (CheckpointFormatException e) {
                reasons.add(e.refusal(file));
            }
        }
        if (!reasons.isEmpty()) {
            throw new RunDirectoryException(String.join("; ", reasons)
                    + "; nothing was deleted, so that you can put back a copy, or begin a new run with another --out.");
        }
        requireNothingFinished(directory);
        return Optional.empty();
    }

    /** Returns the number of generations that need not be run again. */
    public int generation() {
        return checkpoint.state().generation();
    }

    /** Returns whether all generations of the job are run and its results are written. */
    public boolean finished() {
        return finished;
    }

    Path file() {
        return file;
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    GenerationHistory history() {
        return history;
    }

    /** Says what makes the bits of results differ from those of the run so far; nothing if nothing does. */
    List<String> differences(DeviceTraits now, RunModel model) {
        List<String> differences = new ArrayList<>(checkpoint.traits().differences(now));
        compare("weights", checkpoint.modelDigest(), model.weightsDigestOrEmpty(), differences);
        compare("description", checkpoint.descriptionDigest(), model.descriptionDigestOrEmpty(), differences);
        return differences;
    }

    private static void compare(String part, String then, String now, List<String> differences) {
        if (!then.equals(now)) {
            differences.add("the SHA-256 of the model's " + part + " was " + then + " and is " + now);
        }
    }

    private static void requireNoChanges(RunDirectory directory, List<String> changes) {
        if (!changes.isEmpty()) {
            throw new RunDirectoryException("The run in " + directory.path()
                    + " cannot be resumed with a changed job: " + String.join(", ", changes)
                    + "; change the job back, or begin a new run with another --out.");
        }
    }

    private static void requireNothingFinished(RunDirectory directory) {
        Path generations = directory.file(RunDirectory.GENERATIONS);
        try {
            if (Files.exists(directory.file(RunDirectory.RESULT))
                    || (Files.exists(generations) && Files.size(generations) > 0)) {
                throw new RunDirectoryException("The run in " + directory.path()
                        + " has no checkpoint to resume from; begin a new run with another --out, or say --overwrite in"
                        + " place of --resume.");
            }
        } catch (IOException e) {
            throw new RunDirectoryException(generations + " cannot be read; check the rights of the directory.", e);
        }
    }

    private static boolean finished(RunDirectory directory, Checkpoint checkpoint, Job job) {
        int generations = job.search().fidelity().generations();
        if (checkpoint.state().generation() < generations) {
            return false;
        }
        if (!Files.isRegularFile(directory.file(RunDirectory.RESULT))) {
            return false;
        }
        try {
            JsonNode result = JsonMapper.shared().readTree(Files.readAllBytes(directory.file(RunDirectory.RESULT)));
            boolean compared = result.path("best").isNull()
                    || result.path("step_length_spread")
                            .path("inpainting_median")
                            .isNumber();
            return result.path("status").asString("").equals("finished")
                    && result.path("generations").asInt(-1) == generations
                    && (!job.output().inpainting() || compared);
        } catch (IOException | JacksonException e) {
            // Without a whole result the end of the run is done again.
            return false;
        }
    }
}
