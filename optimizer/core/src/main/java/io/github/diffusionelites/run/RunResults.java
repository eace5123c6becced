package io.github.diffusionelites.run;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.picture.ConvergencePicture;
import io.github.diffusionelites.run.picture.InpaintingPicture;
import io.github.diffusionelites.run.picture.Scene;
import io.github.diffusionelites.run.picture.Trajectories;
import io.github.diffusionelites.search.Candidate;
import io.github.diffusionelites.search.Outcome;
import io.github.diffusionelites.search.SearchResult;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Writes what a run found: arrays, pictures and the result. */
final class RunResults {

    private final Job job;
    private final RunModel model;
    private final Device device;
    private final RunDirectory directory;
    private final Scene scene;
    private final RunRecord record;
    private final @Nullable RunAnimation animation;
    private final ResultFile file;
    private boolean resultWritten;

    /**
     * Prepares.
     *
     * @param record of the generations, which may grow until something is written
     * @param animation null if there is none
     */
    RunResults(
            Job job,
            RunModel model,
            Device device,
            RunDirectory directory,
            Scene scene,
            RunRecord record,
            @Nullable RunAnimation animation,
            ResultFile file) {
        this.job = job;
        this.model = model;
        this.device = device;
        this.directory = directory;
        this.scene = scene;
        this.record = record;
        this.animation = animation;
        this.file = file;
    }

    /**
     * Writes all results.
     *
     * @param nanoseconds that the run took so far
     * @param cancelled whether the comparison shall be left out
     */
    RunSummary of(SearchResult result, LongSupplier nanoseconds, BooleanSupplier cancelled) {
        boolean interrupted = result.interrupted()
                || record.generations() < job.search().fidelity().generations();
        int place = RunSummary.bestOf(result.outcomes(), job.search().sense());
        Outcome best = result.outcomes().get(place);
        new RunArrays(directory, model.decoder().channels(), model.decoder().length()).write(result.outcomes(), best);
        if (job.output().pictures()) {
            pictures(place);
        }
        RunSummary summary = new RunSummary(
                result, place, record.generations(), result.evaluations(), interrupted, nanoseconds.getAsLong());
        // Before the comparison, whose failure must not cost the result.
        write(file.of(summary, null));
        if (job.output().inpainting()
                && !interrupted
                && !cancelled.getAsBoolean()
                && best.winner().isPresent()) {
            Comparison comparison = Comparison.draw(job, model, device, Objects.requireNonNull(scene.goal()));
            directory.write(
                    RunDirectory.INPAINTING,
                    InpaintingPicture.draw(
                            scene,
                            comparison.inpainted(),
                            paths(best.elites()),
                            paths(List.of(best.best())),
                            comparison.unsteered()));
            write(file.of(summary, comparison));
        }
        return summary;
    }

    private void pictures(int place) {
        if (record.generations() > 0) {
            directory.write(
                    RunDirectory.CONVERGENCE, ConvergencePicture.draw(record.points(place), RunScene.rewardLabel(job)));
        }
        if (animation != null) {
            animation.encode().ifPresent(bytes -> directory.write(RunDirectory.POPULATION, bytes));
        }
    }

    /** Writes what a run found that ends with a failure, or was interrupted while the finalists were ranked. */
    void salvage(Throwable failure) {
        try {
            if (job.output().pictures()) {
                pictures(0);
            }
            // A run that goes on may have a result of its first part, which says more than a failure.
            if (!resultWritten && !Files.exists(directory.file(RunDirectory.RESULT))) {
                write(
                        failure instanceof CancellationException
                                ? file.ofInterruption()
                                : file.ofFailure(failure, record));
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void write(JsonObject result) {
        directory.write(RunDirectory.RESULT, result.text());
        resultWritten = true;
    }

    private Trajectories paths(List<Candidate> candidates) {
        return new Trajectories(RunArrays.samples(candidates), model.decoder().length());
    }
}
