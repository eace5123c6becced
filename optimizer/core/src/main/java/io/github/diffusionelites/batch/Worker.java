package io.github.diffusionelites.batch;

import io.github.diffusionelites.batch.store.ManifestFile;
import io.github.diffusionelites.batch.worker.ParentGoneException;
import io.github.diffusionelites.batch.worker.WorkerLink;
import io.github.diffusionelites.batch.worker.WorkerMessage;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceOptions;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.DriverBinding;
import io.github.diffusionelites.run.JobReward;
import io.github.diffusionelites.run.ProcessPermission;
import io.github.diffusionelites.run.RunModel;
import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import io.github.diffusionelites.run.checkpoint.DurableFiles;
import io.github.diffusionelites.run.checkpoint.TaskStates;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobFile;
import io.github.diffusionelites.search.FinishedSearch;
import io.github.diffusionelites.search.PoolReport;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs searches of a job on one device, for the process that started it: it asks for searches and tells
 * what it found, by its standard input and output. When its input ends, it saves the states of its searches and ends.
 */
public final class Worker implements PoolLoop.Feed, PoolLoop.Sink {

    private final WorkerLink parent;
    private final WorkerMessage.Begin begin;
    private final Manifest manifest;
    private final Job job;
    private final Path directory;
    private final Pace saving;
    private @Nullable PoolLoop loop;
    private @Nullable TaskQueue known;
    private int share;
    /** Whether the last answer had no search: there are no more, but for those that others may give back. */
    private boolean exhausted;

    private Worker(WorkerLink parent, WorkerMessage.Begin begin) {
        this.parent = parent;
        this.begin = begin;
        this.directory = Path.of(begin.directory());
        this.manifest = ManifestFile.read(directory.resolve(BatchDirectory.MANIFEST));
        this.job = JobFile.read(
                directory.resolve(BatchDirectory.JOB), begin.jobText().getBytes(StandardCharsets.UTF_8));
        this.saving = new Pace(begin.saveNanoseconds(), System::nanoTime);
    }

    /**
     * Does what the parent says until there is nothing left.
     *
     * @param in from the parent
     * @param out to the parent
     * @param exitCode of a failure
     * @return the exit code of this process
     */
    public static int run(InputStream in, OutputStream out, ToIntFunction<Throwable> exitCode) {
        WorkerLink parent = new WorkerLink(in, out);
        try {
            if (!(parent.await() instanceof WorkerMessage.Begin begin)) {
                return 0;
            }
            new Worker(parent, begin).work();
            return 0;
        } catch (ParentGoneException e) {
            return 0;
        } catch (RuntimeException | Error e) {
            int code = exitCode.applyAsInt(e);
            parent.tell(new WorkerMessage.Failed(code, String.valueOf(e.getMessage())));
            return code;
        }
    }

    private void work() {
        RunModel model = RunModel.load(job);
        ProcessPermission permission = begin.allowProcesses() ? ProcessPermission.ALLOWED : ProcessPermission.REFUSED;
        try (JobReward reward = JobReward.of(job, model.decoder(), permission);
                Device device = Devices.open(begin.device(), options());
                PoolLoop running = new PoolLoop(job, model.decoder(), reward.reward(), device, begin.mostPlaces())) {
            loop = running;
            parent.onEnd(running::cancel);
            reward.begin(directory.resolve(BatchDirectory.REWARD_LOG));
            known = new TaskQueue(
                    manifest.searches(), List.of(), Map.of(), job.search().population());
            if (!running.prepare(this, this::notice)) {
                return;
            }
            parent.tell(new WorkerMessage.Ready(
                    DeviceTraits.of(device.info(), running.plans().getFirst().precision()),
                    model.weightsDigestOrEmpty(),
                    model.descriptionDigestOrEmpty()));
            run(running);
        }
    }

    private void run(PoolLoop running) {
        try {
            running.run(this, this);
        } catch (RuntimeException | Error e) {
            try {
                save();
            } catch (RuntimeException unsaved) {
                e.addSuppressed(unsaved);
            }
            throw e;
        }
        save();
    }

    private DeviceOptions options() {
        DriverBinding binding = begin.binding().isEmpty() ? null : DriverBinding.valueOf(begin.binding());
        DeviceOptions options = DeviceOptions.DEFAULT.withBinding(binding);
        return begin.allowDeviceCode() ? options.allowingDeviceCode() : options;
    }

    @Override
    public @Nullable PopulationGroup group() {
        if (!(parent.ask(new WorkerMessage.AskGroup()) instanceof WorkerMessage.Group group)) {
            throw new IllegalStateException("The parent answered something else than a group.");
        }
        share = group.share();
        exhausted = false;
        return group.population() == 0 ? null : Objects.requireNonNull(known).groupOf(group.population());
    }

    @Override
    public List<Assignment> take(PopulationGroup group, int most) {
        if (most == 0) {
            return List.of();
        }
        if (!(parent.ask(new WorkerMessage.Ask(group.population(), most)) instanceof WorkerMessage.Deal deal)) {
            throw new IllegalStateException("The parent answered something else than searches.");
        }
        exhausted = deal.searches().isEmpty();
        return deal.searches().stream()
                .map(dealt -> new Assignment(manifest.searches().get(dealt.row()), dealt.state()))
                .toList();
    }

    @Override
    public int size(PopulationGroup group) {
        return share;
    }

    @Override
    public boolean exhausted(PopulationGroup group) {
        return exhausted;
    }

    @Override
    public void finished(ManifestSearch search, FinishedSearch found) {
        parent.tell(new WorkerMessage.Found(search.row(), found));
    }

    @Override
    public void step(PoolReport report) {
        parent.tell(new WorkerMessage.Step(
                report.evaluations(),
                report.times().individuals() + report.times().population(),
                Objects.requireNonNull(loop).bytes()));
        saving.perhaps(this::save);
    }

    @Override
    public void notice(String sentence) {
        parent.tell(new WorkerMessage.Notice(sentence));
    }

    /** A search must be in the journal or in the states; so what was found goes first. */
    private void save() {
        if (!parent.ended()) {
            parent.ask(new WorkerMessage.Sync());
        }
        try {
            TaskStates.write(
                    directory.resolve(BatchDirectory.states(begin.worker())),
                    manifest.digest(),
                    Objects.requireNonNull(loop).checkpoint(),
                    DurableFiles.SYSTEM);
        } catch (UncheckedIOException e) {
            notice(e.getMessage() + " The job goes on; until that works, a kill costs what the running searches did"
                    + " since.");
        }
    }
}
