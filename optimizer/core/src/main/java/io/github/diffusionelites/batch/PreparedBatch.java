package io.github.diffusionelites.batch;

import io.github.diffusionelites.batch.report.MetricsLog;
import io.github.diffusionelites.batch.store.ResultShape;
import io.github.diffusionelites.batch.store.ResultShards;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceOptions;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.run.JobReward;
import io.github.diffusionelites.run.ProcessPermission;
import io.github.diffusionelites.run.RunDirectoryException;
import io.github.diffusionelites.run.RunModel;
import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import io.github.diffusionelites.run.job.JobException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A job of many searches whose model is loaded and whose device is open. Nothing is written yet. */
public final class PreparedBatch implements AutoCloseable {

    private final BatchJob job;
    private final RunModel model;
    private final JobReward reward;
    private final Device device;
    private final PoolLoop loop;
    private Duration interval = Duration.ofSeconds(1);

    private PreparedBatch(BatchJob job, RunModel model, JobReward reward, Device device, PoolLoop loop) {
        this.job = job;
        this.model = model;
        this.reward = reward;
        this.device = device;
        this.loop = loop;
    }

    /**
     * Checks and prepares a job.
     *
     * @param options of its device
     * @param processes whether it may start the programs that it names for its reward
     * @param mostPlaces searches that have a place on the device at a time at most; 0 for as many as suit it. Results do
     *     not depend on it
     * @throws JobException if the job does not fit the model
     * @throws io.github.diffusionelites.model.ModelFormatException if the model's files are missing or damaged
     * @throws io.github.diffusionelites.device.DeviceUnavailableException if the device is not there
     */
    public static PreparedBatch of(BatchJob job, DeviceOptions options, ProcessPermission processes, int mostPlaces) {
        RunModel model = RunModel.load(job.job());
        JobReward reward = JobReward.of(job.job(), model.decoder().channels(), processes);
        Device device = open(job, options);
        PoolLoop loop = new PoolLoop(job.job(), model.decoder(), reward.reward(), device, mostPlaces);
        return new PreparedBatch(job, model, reward, device, loop);
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
     * Sets how often states are saved: so often that a kill costs at most this time or one generation, whichever is more,
     * but not so often that it takes more than a twentieth of the time. One second by default.
     */
    public void saveEvery(Duration longest) {
        if (longest.isNegative()) {
            throw new IllegalArgumentException(
                    "The time between two states must be at least 0, but is " + longest + ".");
        }
        this.interval = longest;
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

    /**
     * Runs the job, or goes on with the one that the directory holds, to the results that it would have had without an end
     * in between. A run that fails or is cancelled leaves in the directory what was found so far.
     *
     * @param directory takes all files
     * @param force whether to go on although model, kind of device, instruction set, precision or program are others, so
     *     that results may differ
     * @param observer told of every step, on the calling thread
     * @throws RunDirectoryException if the directory holds another job, or one of those is another and that is not forced
     * @throws java.io.UncheckedIOException if a result cannot be written; those that were written before are whole
     * @throws io.github.diffusionelites.device.DeviceMemoryException if not even a single search fits the device
     */
    public BatchSummary execute(BatchDirectory directory, boolean force, BatchObserver observer) {
        ResultShards shards = ResultShards.open(directory.path(), shape(), directory.files());
        BatchBeginning beginning = BatchBeginning.in(directory, job, shards);
        BatchTally tally = new BatchTally(
                job.manifest().searches().size(), 1, beginning.records().values());
        if (!beginning.left().isEmpty()) {
            search(directory, force, observer, beginning, tally);
        }
        BatchProgress progress = tally.progress(loop.searches(), loop.bytes());
        boolean interrupted = progress.finished() < progress.searches();
        if (!interrupted) {
            BatchResults.write(directory);
        }
        return new BatchSummary(progress, targets(), interrupted);
    }

    private void search(
            BatchDirectory directory,
            boolean force,
            BatchObserver observer,
            BatchBeginning beginning,
            BatchTally tally) {
        TaskQueue queue = new TaskQueue(
                job.manifest().searches(),
                beginning.left(),
                beginning.states(observer),
                job.job().search().population());
        reward.begin(directory.file(BatchDirectory.REWARD_LOG));
        // The programs say at which precision they run, on which results depend.
        loop.prepare(queue, observer::notice);
        Map<String, String> identity = BatchIdentity.traits(
                DeviceTraits.of(device.info(), loop.plans().getFirst().precision()), model);
        if (beginning.begun()) {
            requireSame(directory, identity, force, observer);
        }
        try (BatchStore store = beginning.open(device.info(), loop.plans().getFirst(), identity, observer);
                MetricsLog metrics = MetricsLog.open(directory.file(BatchDirectory.METRICS))) {
            new BatchExecution(queue, loop, store, tally, observer, metrics, interval).run();
        }
    }

    private static void requireSame(
            BatchDirectory directory, Map<String, String> identity, boolean force, BatchObserver observer) {
        List<String> differences = BatchIdentity.differences(directory.identity(), identity);
        if (!differences.isEmpty() && !force) {
            throw new RunDirectoryException("The job in " + directory.path()
                    + " would not go on as it began, because " + String.join(", ", differences)
                    + "; resume it as it was, or say --force to accept other results.");
        }
        if (!differences.isEmpty()) {
            observer.notice("Forced: the results may be others than without the interruption, because "
                    + String.join(", ", differences) + ".");
        }
    }

    private ResultShape shape() {
        int elites = job.manifest().searches().stream()
                .mapToInt(search -> PopulationGroup.mostElites(search.instance()))
                .max()
                .orElseThrow();
        return new ResultShape(
                job.manifest().searches().size(),
                model.decoder().channels(),
                model.decoder().length(),
                model.decoder().dimension(),
                elites);
    }

    private int targets() {
        return (int) job.manifest().searches().stream()
                .filter(search -> search.rules().hasTarget())
                .count();
    }

    /** Asks a run to end early; any thread may call this, more than once. */
    public void cancel() {
        loop.cancel();
    }

    @Override
    public void close() {
        loop.close();
        device.close();
        reward.close();
    }
}
