package io.github.diffusionelites.batch;

import io.github.diffusionelites.batch.report.MetricsLog;
import io.github.diffusionelites.batch.store.ResultShards;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceOptions;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.run.JobReward;
import io.github.diffusionelites.run.ProcessPermission;
import io.github.diffusionelites.run.RunModel;
import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import io.github.diffusionelites.run.job.JobException;
import java.time.Duration;
import java.util.Map;

/** A job of many searches whose model is loaded and whose device is open. Nothing is written yet. */
public final class PreparedBatch implements BatchRunner {

    private final BatchJob job;
    private final RunModel model;
    private final JobReward reward;
    private final Device device;
    private final PoolLoop loop;
    private final Duration interval;

    private PreparedBatch(
            BatchJob job, RunModel model, JobReward reward, Device device, PoolLoop loop, Duration interval) {
        this.job = job;
        this.model = model;
        this.reward = reward;
        this.device = device;
        this.loop = loop;
        this.interval = interval;
    }

    /**
     * Checks and prepares a job.
     *
     * @param options of its device
     * @param processes whether it may start the programs that it names for its reward
     * @param mostPlaces searches that have a place on the device at a time at most; 0 for as many as suit it. Results do
     *     not depend on it
     * @param interval that a kill may cost, if generations are shorter; states are saved so often, but not so often that
     *     it takes more than a twentieth of the time
     * @throws JobException if the job does not fit the model
     * @throws io.github.diffusionelites.model.ModelFormatException if the model's files are missing or damaged
     * @throws io.github.diffusionelites.device.DeviceUnavailableException if the device is not there
     */
    public static PreparedBatch of(
            BatchJob job, DeviceOptions options, ProcessPermission processes, int mostPlaces, Duration interval) {
        RunModel model = RunModel.load(job.job());
        JobReward reward = JobReward.of(job.job(), model.decoder(), processes);
        boolean prepared = false;
        try {
            Device device = open(job, options);
            PoolLoop loop = new PoolLoop(job.job(), model.decoder(), reward.reward(), device, mostPlaces);
            PreparedBatch batch = new PreparedBatch(job, model, reward, device, loop, interval);
            prepared = true;
            return batch;
        } finally {
            if (!prepared) {
                reward.close();
            }
        }
    }

    private static Device open(BatchJob job, DeviceOptions options) {
        try {
            return Devices.open(job.job().device().id(), options);
        } catch (IllegalArgumentException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns the job. */
    public BatchJob job() {
        return job;
    }

    /** Returns the device. */
    public DeviceInfo device() {
        return device.info();
    }

    /**
     * Tells what the job will take, by making its programs and running some generations. Nothing is written, and the job
     * may be executed afterwards.
     *
     * @throws io.github.diffusionelites.device.DeviceMemoryException if not even a single search fits the device
     */
    public BatchEstimate estimate() {
        return new Estimator(job, model.decoder(), device, loop).estimate();
    }

    @Override
    public BatchSummary execute(BatchDirectory directory, boolean force, BatchObserver observer) {
        ResultShards shards = ResultShards.open(directory.path(), job.resultShape(model.decoder()), directory.files());
        BatchBeginning beginning = BatchBeginning.in(directory, job, shards);
        BatchTally tally = new BatchTally(
                job.manifest().searches().size(), 1, beginning.records().values());
        if (!beginning.left().isEmpty()) {
            search(directory, force, observer, beginning, tally);
        }
        return BatchResults.conclude(directory, job, tally.progress(loop.searches(), loop.bytes()), observer);
    }

    private void search(
            BatchDirectory directory,
            boolean force,
            BatchObserver observer,
            BatchBeginning beginning,
            BatchTally tally) {
        beginning.requireSameSizes();
        TaskQueue queue = new TaskQueue(
                job.manifest().searches(),
                beginning.left(),
                beginning.states(observer),
                job.job().search().population());
        reward.begin(directory.file(BatchDirectory.REWARD_LOG));
        // The programs say at which precision they run, on which results depend.
        loop.prepare(queue, observer::notice);
        DeviceTraits traits =
                DeviceTraits.of(device.info(), loop.plans().getFirst().precision());
        Map<String, String> identity =
                BatchIdentity.of(traits, model.weightsDigestOrEmpty(), model.descriptionDigestOrEmpty());
        if (beginning.begun()) {
            BatchIdentity.requireSame(directory, identity, force, observer);
        }
        try (BatchStore store = beginning.open(traits, identity, observer);
                MetricsLog metrics = MetricsLog.open(directory.file(BatchDirectory.METRICS))) {
            new BatchExecution(queue, loop, store, new BatchPulse(tally, observer, metrics), observer, interval).run();
        }
    }

    @Override
    public void cancel() {
        loop.cancel();
    }

    @Override
    public void close() {
        // As a run does.
        try (reward;
                device) {
            loop.close();
        }
    }
}
