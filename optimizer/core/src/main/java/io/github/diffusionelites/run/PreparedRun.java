package io.github.diffusionelites.run;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceOptions;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobException;
import io.github.diffusionelites.search.DiffusionElites;
import io.github.diffusionelites.search.SearchInstance;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A job whose model is loaded, whose device is open and whose searches are planned. Nothing is written yet. */
public final class PreparedRun implements AutoCloseable {

    private final Job job;
    private final RunModel model;
    private final Device device;
    private final JobReward reward;
    private final DiffusionElites search;
    private Duration interval = RunCheckpoints.INTERVAL;
    private volatile boolean cancelled;

    private PreparedRun(Job job, RunModel model, Device device, JobReward reward, DiffusionElites search) {
        this.job = job;
        this.model = model;
        this.device = device;
        this.reward = reward;
        this.search = search;
    }

    /** As {@link #of(Job, DeviceOptions)}, with {@link DeviceOptions#DEFAULT}. */
    public static PreparedRun of(Job job) {
        return of(job, DeviceOptions.DEFAULT);
    }

    /** As {@link #of(Job, DeviceOptions, ProcessPermission)}, with {@link ProcessPermission#REFUSED}. */
    public static PreparedRun of(Job job, DeviceOptions options) {
        return of(job, options, ProcessPermission.REFUSED);
    }

    /**
     * Checks and prepares a job.
     *
     * @param options of its device
     * @param permission whether the job may start processes for its reward
     * @throws JobException if the job does not fit the model, its results would not fit arrays, or it needs processes
     *     that it may not start
     * @throws io.github.diffusionelites.model.ModelFormatException if the model's files are missing or damaged
     * @throws io.github.diffusionelites.device.DeviceUnavailableException if the device is not there
     * @throws io.github.diffusionelites.device.DeviceMemoryException if the searches do not fit the device
     */
    public static PreparedRun of(Job job, DeviceOptions options, ProcessPermission permission) {
        RunModel model = RunModel.load(job);
        requireArrays(job, model.decoder());
        JobReward reward = JobReward.of(job, model.decoder(), permission);
        Device device = null;
        boolean prepared = false;
        try {
            device = open(job.device().id(), options);
            PreparedRun run = new PreparedRun(job, model, device, reward, search(job, model, device, reward.reward()));
            prepared = true;
            return run;
        } finally {
            if (!prepared) {
                close(reward, device);
            }
        }
    }

    private static void close(JobReward reward, @Nullable Device device) {
        try (reward;
                device) {
            // In this order, whatever fails.
        }
    }

    private static void requireArrays(Job job, Decoder decoder) {
        boolean ties = job.search().rule() == SelectionRule.THRESHOLD;
        ArraySize.require(
                "elites that a run of this job may end with",
                ties ? job.search().population() : job.search().elites(),
                decoder,
                ties ? "use a smaller population, or the rule exact" : "ask for fewer elites");
        ArraySize.require("best samples of all searches", job.searches(), decoder, "ask for fewer searches");
    }

    /** Returns the job. */
    public Job job() {
        return job;
    }

    /** Returns the device. */
    public DeviceInfo device() {
        return device.info();
    }

    /** Returns how a generation runs. */
    public Plan plan() {
        return search.plan();
    }

    /**
     * Sets how often checkpoints are written: so often that a kill costs at most this time or one generation, whichever
     * is more. One second by default; 0 writes one after each generation.
     */
    public void checkpointEvery(Duration longest) {
        if (longest.isNegative()) {
            throw new IllegalArgumentException(
                    "The time between checkpoints must be at least 0, but is " + longest + ".");
        }
        this.interval = longest;
    }

    /**
     * Runs the job. A run that fails or is cancelled leaves in the directory what was found so far. An interrupt of the
     * calling thread is a {@link #cancel}, from the end of the generation in progress on: the run ends in order, with a
     * checkpoint, and the thread is interrupted again when this returns or throws.
     *
     * @param directory takes all files
     * @param observer told of every generation, on the calling thread
     * @throws JobException if the processes of the reward cannot be started
     * @throws java.io.UncheckedIOException if a file cannot be written; those that were written before are whole
     */
    public RunSummary execute(RunDirectory directory, RunObserver observer) {
        reward.begin(directory.file(RunDirectory.REWARD_LOG));
        return execution(directory, observer).execute(null);
    }

    /**
     * Goes on with a run, to the results that it would have had without an end in between: the same bytes in all files,
     * times apart. Lines of generations after the checkpoint are cut off. Interrupts are treated as by {@link #execute}.
     *
     * @param directory holds the run
     * @param point found in it for the job of this run
     * @param force whether to go on although the model's weights or description, the kind of device, its instruction
     *     set, the precision, or this program are others, so that results may differ
     * @param observer told of every generation that is left, on the calling thread
     * @throws RunDirectoryException if one of them is another and that is not forced, or the model has another number
     *     of coordinates, forced or not; nothing is changed
     * @throws java.io.UncheckedIOException if a file cannot be written; those that were written before are whole
     */
    public RunSummary resume(RunDirectory directory, ResumePoint point, boolean force, RunObserver observer) {
        requireDimension(directory, point);
        List<String> differences =
                point.differences(DeviceTraits.of(device.info(), search.plan().precision()), model);
        if (!differences.isEmpty() && !force) {
            throw new RunDirectoryException("The run in " + directory.path()
                    + " would not go on as it began, because " + String.join(", ", differences)
                    + "; resume it as it was, or say --force to accept other results.");
        }
        if (!differences.isEmpty()) {
            observer.notice("Forced: the results may be others than without the interruption, because "
                    + String.join(", ", differences) + ".");
        }
        reward.begin(directory.file(RunDirectory.REWARD_LOG));
        return execution(directory, observer).execute(point);
    }

    private void requireDimension(RunDirectory directory, ResumePoint point) {
        int before = point.checkpoint().state().dimension();
        int now = model.decoder().dimension();
        if (before != now) {
            throw new RunDirectoryException("The run in " + directory.path() + " cannot be resumed with this model:"
                    + " its latents have " + before + " coordinates, but those of the model have " + now
                    + "; put the former model back, or begin a new run with another --out.");
        }
    }

    private RunExecution execution(RunDirectory directory, RunObserver observer) {
        return new RunExecution(
                job, model, device, search, new Ending(() -> cancelled, this::cancel), directory, observer, interval);
    }

    /** Asks a run to end early; any thread may call this, more than once. */
    public void cancel() {
        cancelled = true;
        search.cancel();
    }

    @Override
    public void close() {
        // Whatever fails to close, processes of the reward must not be left behind.
        try (reward;
                device) {
            search.close();
        }
    }

    private static Device open(String id, DeviceOptions options) {
        try {
            return Devices.open(id, options);
        } catch (IllegalArgumentException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        }
    }

    private static DiffusionElites search(Job job, RunModel model, Device device, Reward reward) {
        try {
            SearchInstance first = SearchInstance.of(job.firstId(), job.search(), reward);
            return DiffusionElites.on(device)
                    .decoder(model.decoder())
                    .reward(reward)
                    .settings(job.search())
                    .instances(IntStream.range(0, job.searches())
                            .mapToObj(i -> first.withId(job.firstId() + i))
                            .toList())
                    .planOptions(job.device().planOptions())
                    .build();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new JobException(
                    "The job cannot be run on the device \"" + device.info().id() + "\": " + e.getMessage(), e);
        }
    }
}
