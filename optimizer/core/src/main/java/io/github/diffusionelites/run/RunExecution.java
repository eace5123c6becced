package io.github.diffusionelites.run;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobText;
import io.github.diffusionelites.run.picture.ConvergencePicture;
import io.github.diffusionelites.run.picture.InpaintingPicture;
import io.github.diffusionelites.run.picture.PopulationAnimation;
import io.github.diffusionelites.run.picture.Scene;
import io.github.diffusionelites.run.picture.Trajectories;
import io.github.diffusionelites.search.Candidate;
import io.github.diffusionelites.search.DiffusionElites;
import io.github.diffusionelites.search.GenerationReport;
import io.github.diffusionelites.search.Outcome;
import io.github.diffusionelites.search.Population;
import io.github.diffusionelites.search.SearchResult;
import io.github.diffusionelites.search.Sense;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** One run, from the first generation to the last file. */
final class RunExecution {

    private final Job job;
    private final RunModel model;
    private final Device device;
    private final DiffusionElites search;
    private final BooleanSupplier cancelled;
    private final RunDirectory directory;
    private final Scene scene;
    private final RunRecord record;
    private final PopulationAnimation animation;
    private final String jobText;
    private final long start = System.nanoTime();
    private boolean resultWritten;

    RunExecution(
            Job job,
            RunModel model,
            Device device,
            DiffusionElites search,
            BooleanSupplier cancelled,
            RunDirectory directory) {
        this.job = job;
        this.model = model;
        this.device = device;
        this.search = search;
        this.cancelled = cancelled;
        this.directory = directory;
        this.scene = RunScene.of(job, model);
        this.record = new RunRecord(job.searches(), model.decoder().usesSteps());
        this.animation = new PopulationAnimation(job.search().fidelity().generations(), scene);
        this.jobText = JobText.of(job);
    }

    /** Runs; what was found before a failure is written before the failure goes on. */
    RunSummary execute(Consumer<GenerationReport> observer) {
        directory.write(RunDirectory.JOB, jobText);
        try {
            generations(observer);
            return finish(search.result());
        } catch (RuntimeException | Error e) {
            salvage(e);
            throw e;
        }
    }

    private void generations(Consumer<GenerationReport> observer) {
        try (GenerationLog log = new GenerationLog(directory.file(RunDirectory.GENERATIONS))) {
            while (!search.done() && !cancelled.getAsBoolean()) {
                GenerationReport report = search.step();
                log.write(report);
                record.add(report);
                if (job.output().pictures() && model.plane()) {
                    frame(report);
                }
                observer.accept(report);
            }
        } catch (CancellationException e) {
            // The generation that was cancelled does not count; those before it do.
            return;
        }
    }

    private void frame(GenerationReport report) {
        Population population = search.population();
        int[] elites = population.elites(0);
        float[] rewards = population.rewards(0);
        int sign = job.search().sense() == Sense.MAXIMIZE ? 1 : -1;
        animation.add(
                report.generation(),
                model.decoder().usesSteps() ? report.steps() : 0,
                new Trajectories(population.samples(0), model.decoder().length()),
                elites,
                IntStream.of(elites).mapToDouble(i -> sign * rewards[i]).toArray());
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
        RunSummary summary = new RunSummary(
                result, place, record.generations(), result.evaluations(), interrupted, System.nanoTime() - start);
        // Before the comparison, whose failure must not cost the result.
        write(resultFile().of(summary, null));
        if (job.output().inpainting()
                && !interrupted
                && !cancelled.getAsBoolean()
                && best.winner().isPresent()) {
            Comparison comparison = Comparison.draw(job, model, device, scene.goal());
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
        if (!animation.isEmpty()) {
            directory.write(RunDirectory.POPULATION, animation.encode());
        }
    }

    private void salvage(Throwable failure) {
        try {
            if (job.output().pictures()) {
                pictures(0);
            }
            if (!resultWritten) {
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
