package io.github.diffusionelites.batch;

import io.github.diffusionelites.batch.report.MetricsLog;
import io.github.diffusionelites.batch.store.ManifestFile;
import io.github.diffusionelites.batch.store.ResultShards;
import io.github.diffusionelites.run.RunModel;
import java.time.Duration;

/** Runs a job by worker processes, one for each device, of which this process is the parent. */
public final class WorkerCrew implements BatchRunner {

    private final BatchJob job;
    private final RunModel model;
    private final WorkerSettings settings;
    private final Duration interval;
    private volatile boolean cancelled;

    /**
     * Checks a job; no worker is started yet.
     *
     * @param interval that a kill may cost, if generations are shorter
     * @throws io.github.diffusionelites.run.job.JobException if the job does not fit the model
     * @throws io.github.diffusionelites.model.ModelFormatException if the model's files are missing or damaged
     */
    public WorkerCrew(BatchJob job, WorkerSettings settings, Duration interval) {
        this.job = job;
        this.model = RunModel.load(job.job());
        this.settings = settings;
        this.interval = interval;
    }

    @Override
    public BatchSummary execute(BatchDirectory directory, boolean force, BatchObserver observer) {
        ResultShards shards = ResultShards.open(directory.path(), job.resultShape(model.decoder()), directory.files());
        BatchBeginning beginning = BatchBeginning.in(directory, job, shards);
        BatchTally tally = new BatchTally(
                job.manifest().searches().size(),
                settings.devices().size(),
                beginning.records().values());
        if (!beginning.left().isEmpty()) {
            beginning.requireSameSizes();
            // Workers read it.
            ManifestFile.write(directory.file(BatchDirectory.MANIFEST), job.manifest(), directory.files());
            TaskQueue queue = new TaskQueue(
                    job.manifest().searches(),
                    beginning.left(),
                    beginning.states(observer),
                    job.job().search().population());
            CrewStore store = new CrewStore(directory, beginning, force, observer);
            try (store;
                    MetricsLog metrics = MetricsLog.open(directory.file(BatchDirectory.METRICS));
                    WorkerDealer dealer = new WorkerDealer(job, settings, interval, directory, queue)) {
                dealer.run(store, new BatchPulse(tally, observer, metrics), () -> cancelled);
            }
        }
        return BatchResults.conclude(directory, job, tally.progress(0, 0), observer);
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public void close() {
        cancelled = true;
    }
}
