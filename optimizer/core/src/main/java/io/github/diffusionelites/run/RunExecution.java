package io.github.diffusionelites.run;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.run.checkpoint.Checkpoint;
import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobText;
import io.github.diffusionelites.run.picture.Scene;
import io.github.diffusionelites.search.DiffusionElites;
import io.github.diffusionelites.search.GenerationReport;
import io.github.diffusionelites.search.SearchResult;
import io.github.diffusionelites.search.Sense;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** One run, from the first generation to the last file. */
final class RunExecution {

    private final Job job;
    private final RunModel model;
    private final Device device;
    private final DiffusionElites search;
    private final Ending ending;
    private final RunDirectory directory;
    private final RunObserver observer;
    private final Duration interval;
    private final RunRecord record;
    private final @Nullable RunAnimation animation;
    private final String jobText;
    private final long start = System.nanoTime();
    private long nanosecondsBefore;
    private final RunResults results;

    RunExecution(
            Job job,
            RunModel model,
            Device device,
            DiffusionElites search,
            Ending ending,
            RunDirectory directory,
            RunObserver observer,
            Duration interval) {
        this.job = job;
        this.model = model;
        this.device = device;
        this.search = search;
        this.ending = ending;
        this.directory = directory;
        this.observer = observer;
        this.interval = interval;
        Scene scene = RunScene.of(job, model);
        this.record = new RunRecord(job.searches(), model.decoder().usesSteps());
        this.animation = job.output().pictures() && model.plane() ? animation(scene) : null;
        this.jobText = JobText.of(job, device.info(), search.plan());
        this.results = new RunResults(
                job,
                model,
                device,
                directory,
                scene,
                record,
                animation,
                new ResultFile(job, jobText, model, device.info(), search.plan(), record));
    }

    /**
     * Runs; what was found before a failure is written before the failure goes on.
     *
     * @param point where to go on; null for the beginning
     */
    RunSummary execute(@Nullable ResumePoint point) {
        try {
            return executed(point);
        } finally {
            if (animation != null) {
                animation.close();
            }
            ending.restoreInterrupt();
        }
    }

    private RunSummary executed(@Nullable ResumePoint point) {
        long bytes = point == null ? 0 : restore(point);
        directory.write(RunDirectory.JOB, jobText);
        try (GenerationLog log = new GenerationLog(directory.file(RunDirectory.GENERATIONS), bytes)) {
            if (animation != null) {
                animation.cutBack(record.generations());
            }
            directory.force();
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
            RunSummary summary = results.of(ranked(failure), this::nanoseconds, ending::wanted);
            if (failure.isPresent()) {
                throw failure.get();
            }
            return summary;
        } catch (RuntimeException | Error e) {
            results.salvage(e);
            throw e;
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
            while (!ending.wanted() && !search.done()) {
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
        if (animation != null) {
            animation.force();
        }
        return new Checkpoint(
                jobText,
                model.weightsDigestOrEmpty(),
                model.descriptionDigestOrEmpty(),
                log.digest(),
                DeviceTraits.of(device.info(), search.plan().precision()),
                nanoseconds(),
                search.checkpoint());
    }

    /** Ranks the finalists; a state that could not be written is worse than a ranking that was cancelled. */
    private SearchResult ranked(Optional<UncheckedIOException> failure) {
        try {
            return search.result();
        } catch (CancellationException e) {
            failure.ifPresent(worse -> {
                worse.addSuppressed(e);
                throw worse;
            });
            observer.notice("The ranking of the finalists was interrupted; resume the run to have its results.");
            throw e;
        }
    }

    private RunAnimation animation(Scene scene) {
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
}
