package io.github.diffusionelites.batch;

import io.github.diffusionelites.batch.worker.WorkerMessage;
import io.github.diffusionelites.batch.worker.WorkerProcess;
import io.github.diffusionelites.run.checkpoint.CheckpointFormatException;
import io.github.diffusionelites.run.checkpoint.TaskStates;
import io.github.diffusionelites.run.job.JobText;
import io.github.diffusionelites.search.TaskCheckpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Deals the searches of a job out to workers. Searches of a worker that dies go back to the queue, with the states that
 * it saved; one that was killed is started again, unless it dies {@value #MOST_STARTS} times without finishing anything;
 * one that says what failed is not. As noise is a function of its place, results do not depend on who ran what.
 */
final class WorkerDealer implements AutoCloseable {

    private static final int MOST_STARTS = 3;
    private static final int BAD_INPUT = 2;
    private static final int NO_DEVICE = 3;
    private static final long POLL_MILLISECONDS = 50;

    private final BatchJob job;
    private final WorkerSettings settings;
    private final Duration interval;
    private final BatchDirectory directory;
    private final TaskQueue queue;
    private final LinkedBlockingQueue<WorkerProcess.Said> said = new LinkedBlockingQueue<>();
    /** What each worker that lives was dealt and has not finished, by row. */
    private final Map<WorkerProcess, Map<Integer, Assignment>> dealt = new LinkedHashMap<>();

    private final Set<WorkerProcess> asking = new LinkedHashSet<>();
    private final Map<WorkerProcess, WorkerMessage.Failed> failures = new HashMap<>();
    private final Map<WorkerProcess, Long> bytes = new HashMap<>();
    /** Starts of each worker since it last finished a search. */
    private final int[] starts;

    private WorkerMessage.@Nullable Failed lastFailure;
    private boolean ending;

    WorkerDealer(BatchJob job, WorkerSettings settings, Duration interval, BatchDirectory directory, TaskQueue queue) {
        this.job = job;
        this.settings = settings;
        this.interval = interval;
        this.directory = directory;
        this.queue = queue;
        this.starts = new int[settings.devices().size()];
    }

    /**
     * Runs until nothing is left or that is wanted.
     *
     * @throws WorkerException if no worker is left that could go on, or one says that the job cannot be run
     */
    void run(CrewStore store, BatchPulse pulse, BooleanSupplier cancelled) {
        Pace saving = new Pace(interval.toNanos(), System::nanoTime);
        for (int worker = 0; worker < starts.length; worker++) {
            start(worker);
        }
        while (!dealt.isEmpty()) {
            if (cancelled.getAsBoolean() && !ending) {
                ending = true;
                dealt.keySet().forEach(WorkerProcess::end);
            }
            WorkerProcess.Said next = poll();
            if (next != null) {
                hear(next, store, pulse);
                answerThoseWhoAsk();
            }
            saving.perhaps(store::flush);
        }
        store.flush();
        pulse.end(0, 0);
        if (!ending && queue.size() > 0) {
            throw new WorkerException(
                    lastFailure == null ? 1 : lastFailure.code(),
                    "No worker is left, but " + queue.size() + " searches are; the last one ended with: "
                            + (lastFailure == null ? "no word" : lastFailure.sentence())
                            + " Mend that and go on with --resume.");
        }
    }

    private WorkerProcess.@Nullable Said poll() {
        try {
            return said.poll(POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            ending = true;
            dealt.keySet().forEach(WorkerProcess::end);
            return null;
        }
    }

    private void start(int worker) {
        starts[worker]++;
        WorkerProcess process = WorkerProcess.start(
                settings.command(),
                settings.begin(worker, directory.path(), JobText.of(job.job()), interval.toNanos()),
                directory.file(BatchDirectory.log(worker)),
                job.manifest().searches()::get,
                said);
        dealt.put(process, new LinkedHashMap<>());
    }

    private void hear(WorkerProcess.Said next, CrewStore store, BatchPulse pulse) {
        WorkerProcess worker = next.worker();
        switch (next.message()) {
            case null -> ended(worker, store);
            case WorkerMessage.AskGroup ask -> asking.add(worker);
            case WorkerMessage.Ready ready -> store.ready(ready);
            case WorkerMessage.Ask ask -> deal(worker, ask);
            case WorkerMessage.Found found -> {
                pulse.finished(store.finished(found.row(), found.search()));
                of(worker).remove(found.row());
                starts[worker.number()] = 1;
            }
            case WorkerMessage.Step step -> {
                bytes.put(worker, step.deviceBytes());
                pulse.step(
                        step.evaluations(),
                        step.deviceNanoseconds(),
                        dealt.values().stream().mapToInt(Map::size).sum(),
                        bytes.values().stream().mapToLong(Long::longValue).sum());
            }
            case WorkerMessage.Sync sync -> {
                store.flush();
                worker.tell(new WorkerMessage.Synced());
            }
            case WorkerMessage.Notice notice -> store.notice(named(worker) + ": " + notice.sentence());
            case WorkerMessage.Failed failed -> failures.put(worker, failed);
            case WorkerMessage.Begin mine -> throw unexpected(worker);
            case WorkerMessage.Group mine -> throw unexpected(worker);
            case WorkerMessage.Deal mine -> throw unexpected(worker);
            case WorkerMessage.Synced mine -> throw unexpected(worker);
        }
    }

    private IllegalStateException unexpected(WorkerProcess worker) {
        return new IllegalStateException(named(worker) + " said what only its parent says.");
    }

    private Map<Integer, Assignment> of(WorkerProcess worker) {
        return dealt.computeIfAbsent(worker, none -> new LinkedHashMap<>());
    }

    private void deal(WorkerProcess worker, WorkerMessage.Ask ask) {
        List<WorkerMessage.Dealt> searches = new ArrayList<>();
        for (Assignment assignment : queue.take(queue.groupOf(ask.population()), ask.most())) {
            int row = assignment.search().row();
            of(worker).put(row, assignment);
            searches.add(new WorkerMessage.Dealt(row, assignment.state()));
        }
        worker.tell(new WorkerMessage.Deal(searches));
    }

    /** Who asks what comes next waits as long as searches of others may come back. */
    private void answerThoseWhoAsk() {
        PopulationGroup group = queue.group();
        boolean over = dealt.values().stream().allMatch(Map::isEmpty);
        if (group == null && !over) {
            return;
        }
        for (WorkerProcess worker : asking) {
            worker.tell(
                    group == null
                            ? new WorkerMessage.Group(0, 0)
                            : new WorkerMessage.Group(
                                    group.population(), Math.ceilDiv(queue.size(group), dealt.size())));
        }
        asking.clear();
    }

    private void ended(WorkerProcess worker, CrewStore store) {
        Map<Integer, Assignment> left = of(worker);
        dealt.remove(worker);
        asking.remove(worker);
        bytes.remove(worker);
        int code = worker.exitCode();
        WorkerMessage.Failed failed = failures.get(worker);
        if (ending || (code == 0 && left.isEmpty())) {
            return;
        }
        if (failed != null && (failed.code() == BAD_INPUT || failed.code() == NO_DEVICE)) {
            throw new WorkerException(failed.code(), named(worker) + ": " + failed.sentence());
        }
        store.flush();
        giveBack(worker, left, store);
        if (failed != null) {
            lastFailure = failed;
            store.notice(named(worker) + " ended: " + failed.sentence() + " Its " + left.size()
                    + " searches go to the others.");
        } else if (starts[worker.number()] < MOST_STARTS) {
            store.notice(named(worker) + " ended with exit code " + code + "; its " + left.size()
                    + " searches go back to the queue, and it is started again.");
            start(worker.number());
        } else {
            lastFailure = new WorkerMessage.Failed(
                    1, "exit code " + code + ", see " + directory.file(BatchDirectory.log(worker.number())) + ".");
            store.notice(named(worker) + " ended with exit code " + code + " for the " + MOST_STARTS
                    + "rd time without finishing a search; its " + left.size()
                    + " searches go to the others, see " + directory.file(BatchDirectory.log(worker.number())) + ".");
        }
    }

    private void giveBack(WorkerProcess worker, Map<Integer, Assignment> left, CrewStore store) {
        Map<Integer, TaskCheckpoint> states = Map.of();
        try {
            states =
                    TaskStates.read(
                                    directory.file(BatchDirectory.states(worker.number())),
                                    job.manifest().digest())
                            .stream()
                            .collect(Collectors.toMap(TaskCheckpoint::id, Function.identity()));
        } catch (CheckpointFormatException e) {
            store.notice(e.refusal(directory.file(BatchDirectory.states(worker.number())))
                    + "; its searches go on from earlier ones.");
        }
        for (Assignment assignment : left.values()) {
            // It may have died before it saved anything; then they go on from where they were dealt.
            queue.add(assignment.orFrom(states.get(assignment.search().id())));
        }
    }

    private String named(WorkerProcess worker) {
        return "Worker " + worker.number() + " (" + settings.devices().get(worker.number()) + ")";
    }

    /** Ends the workers that live, in order. */
    @Override
    public void close() {
        dealt.keySet().forEach(WorkerProcess::end);
        dealt.keySet().forEach(WorkerProcess::exitCode);
    }
}
