package io.github.diffusionelites.run;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.run.checkpoint.Checkpoint;
import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobText;
import io.github.diffusionelites.run.picture.ConvergencePicture;
import io.github.diffusionelites.run.picture.InpaintingPicture;
import io.github.diffusionelites.run.picture.Scene;
import io.github.diffusionelites.run.picture.Trajectories;
import io.github.diffusionelites.search.Candidate;
import io.github.diffusionelites.search.DiffusionElites;
import io.github.diffusionelites.search.GenerationReport;
import io.github.diffusionelites.search.Outcome;
import io.github.diffusionelites.search.SearchResult;
import io.github.diffusionelites.search.Sense;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One run, from the first generation to the last file. */
final class RunExecution {

    private final Job job;
    private final RunModel model;
    private final Device device;
    private final DiffusionElites search;
    private final BooleanSupplier cancelled;
    private final RunDirectory directory;
    private final RunObserver observer;
    private final Duration interval;
    private final Scene scene;
    private final RunRecord record;
    private final @Nullable RunAnimation animation;
    private final String jobText;
    private final long start = System.nanoTime();
    private long nanosecondsBefore;
    private boolean resultWritten;

    RunExecution(
            Job job,
            RunModel model,
            Device device,
            DiffusionElites search,
            BooleanSupplier cancelled,
            RunDirectory directory,
            RunObserver observer,
            Duration interval) {
        this.job = job;
        this.model = model;
        this.device = device;
        this.search = search;
        this.cancelled = cancelled;
        this.directory = directory;
        this.observer = observer;
        this.interval = interval;
        this.scene = RunScene.of(job, model);
        this.record = new RunRecord(job.searches(), model.decoder().usesSteps());
        this.animation = job.output().pictures() && model.plane() ? animation() : null;
        this.jobText = JobText.of(job);
    }

    /**
     * Runs; what was found before a failure is written before the failure goes on.
     *
     * @param point where to go on; null for the beginning
     */
    RunSummary execute(@Nullable ResumePoint point) {
        long bytes = point == null ? 0 : restore(point);
        directory.write(RunDirectory.JOB, jobText);
        try (GenerationLog log = new GenerationLog(directory.file(RunDirectory.GENERATIONS), bytes)) {
            if (animation != null) {
                animation.cutBack(record.generations());
            }
            RunCheckpoints checkpoints = RunCheckpoints.of(
                    job,
                    model.decoder().dimension(),
                    directory.checkpoints(),
                    () -> checkpoint(log),
                    observer::notice,
                    interval);
            if (point == null) {
                // Before the work, so that a disk that is full is noticed now.
                checkpoints.write();
            }
            generations(log, checkpoints);
            Optional<UncheckedIOException> failure = checkpoint(checkpoints);
            RunSummary summary = finish(search.result());
            if (failure.isPresent()) {
                throw failure.get();
            }
            return summary;
        } catch (RuntimeException | Error e) {
            salvage(e);
            throw e;
        } finally {
            if (animation != null) {
                animation.close();
            }
        }
    }

    /** Takes over what the run had found and returns the bytes of its lines. */
    private long restore(ResumePoint point) {
        search.resume(point.checkpoint().state());
        directory.checkpoints().continueFrom(point.file());
        nanosecondsBefore = point.checkpoint().nanoseconds();
        point.history().generations().forEach(record::add);
        return point.history().bytes();
    }

    private void generations(GenerationLog log, RunCheckpoints checkpoints) {
        try {
            while (!search.done() && !cancelled.getAsBoolean()) {
                GenerationReport report = search.step();
                log.write(report);
                record.add(RecordedGeneration.of(report));
                if (animation != null) {
                    animation.add(report, search.population());
                }
                checkpoints.generation();
                observer.generation(report);
            }
        } catch (CancellationException e) {
            // The generation that was cancelled does not count; those before it do.
            return;
        } catch (RuntimeException | Error e) {
            if (record.generations() == search.generation()) {
                checkpoint(checkpoints).ifPresent(e::addSuppressed);
            }
            throw e;
        }
    }

    /** Writes the state that the run ends with; returns what went wrong if generations are left that need it. */
    private Optional<UncheckedIOException> checkpoint(RunCheckpoints checkpoints) {
        if (animation != null) {
            animation.end();
        }
        try {
            checkpoints.write();
            return Optional.empty();
        } catch (UncheckedIOException e) {
            if (record.generations() < job.search().fidelity().generations()) {
                return Optional.of(e);
            }
            observer.notice(e.getMessage() + " The results are whole, but generations cannot be added later.");
            return Optional.empty();
        }
    }

    private Checkpoint checkpoint(GenerationLog log) {
        log.force();
        return new Checkpoint(
                jobText,
                model.weightsDigestOrEmpty(),
                DeviceTraits.of(device.info()),
                nanoseconds(),
                search.checkpoint());
    }

    private RunAnimation animation() {
        return new RunAnimation(
                directory,
                observer,
                scene,
                job.search().fidelity().generations(),
                model.decoder().length(),
                model.decoder().usesSteps(),
                job.search().sense() == Sense.MAXIMIZE ? 1 : -1);
    }

    private long nanoseconds() {
        return nanosecondsBefore + System.nanoTime() - start;
    }

    private RunSummary finish(SearchResult result) {
        boolean interrupted = result.interrupted()
                || record.generations() < job.search().fidelity().generations();
        int place = RunSummary.bestOf(result.outcomes(), job.search().sense());
        Outcome best = result.outcomes().get(place);
        new RunArrays(directory, model.decoder().channels(), model.decoder().length()).write(result.outcomes(), best);
        if (job.output().pictures()) {
            pictures(place);
        }
        RunSummary summary =
                new RunSummary(result, place, record.generations(), result.evaluations(), interrupted, nanoseconds());
        // Before the comparison, whose failure must not cost the result.
        write(resultFile().of(summary, null));
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
            write(resultFile().of(summary, comparison));
        }
        return summary;
    }

    private void pictures(int place) {
        if (record.generations() > 0) {
            directory.write(
                    RunDirectory.CONVERGENCE, ConvergencePicture.draw(record.points(place), RunScene.rewardLabel(job)));
        }
        if (animation != null && !animation.isEmpty()) {
            directory.write(RunDirectory.POPULATION, animation.encode());
        }
    }

    private void salvage(Throwable failure) {
        try {
            if (job.output().pictures()) {
                pictures(0);
            }
            // A run that goes on may have a result of its first part, which says more than a failure.
            if (!resultWritten && !Files.exists(directory.file(RunDirectory.RESULT))) {
                write(resultFile().ofFailure(failure, record));
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void write(JsonObject result) {
        directory.write(RunDirectory.RESULT, result.text());
        resultWritten = true;
    }

    private ResultFile resultFile() {
        return new ResultFile(job, jobText, model, device.info(), search.plan(), record);
    }

    private Trajectories paths(List<Candidate> candidates) {
        return new Trajectories(RunArrays.samples(candidates), model.decoder().length());
    }
}
