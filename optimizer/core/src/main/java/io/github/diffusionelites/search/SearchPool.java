package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.PlanOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Runs Diffusion Elites searches that come and go: each has its own id, seed, settings, reward parameters and
 * {@link StoppingRules}; all share model, kind of proposal and {@link FidelitySchedule}, and give the bits that they give
 * alone in {@link DiffusionElites}. Programs are recorded once, one a fidelity, each with the same number of places; a
 * search that is over makes room for the next one, and its finalists are ranked with those of others.
 *
 * <p>A pool with work runs the program that leaves no place empty, of several the one of the highest fidelity; where all
 * leave places empty, the one of the lowest fidelity, so that the searches catch up with those before them.
 *
 * <p>One thread at a time runs a pool; {@link #cancel} is for any thread.
 */
public final class SearchPool implements AutoCloseable {

    private final SearchPlan plan;
    private final SearchGate gate = new SearchGate();
    private final ProgramRunner runner = new ProgramRunner(0);
    private final TaskLookup tasks = new TaskLookup();
    private final Map<Integer, StagePool> stages = new LinkedHashMap<>();
    private final FinalPool last;

    /**
     * Allocates and compiles.
     *
     * @param plan as many searches as there are places, each as large as one can be
     * @param finalPlaces searches that are ranked at a time
     */
    SearchPool(Device device, SearchPlan plan, int finalPlaces, PlanOptions options) {
        this.plan = plan;
        HostReward reward = plan.hostReward(tasks);
        HostReward outside = reward == null ? null : gate.keepOut(reward);
        boolean complete = false;
        try {
            for (Stage stage : plan.settings().fidelity().stages()) {
                int key = key(stage.steps());
                if (!stages.containsKey(key)) {
                    stages.put(key, new StagePool(device, plan, stage.steps(), options, outside));
                }
            }
            this.last = new FinalPool(device, plan.withSearches(finalPlaces), options, outside);
            complete = true;
        } finally {
            if (!complete) {
                stages.values().forEach(StagePool::close);
            }
        }
    }

    /** Starts to describe a pool on a device, which must stay open as long as the pool is. */
    public static PoolBuilder on(Device device) {
        return new PoolBuilder(device);
    }

    /** A decoder that does not take steps needs one program only. */
    private int key(int steps) {
        return plan.decoder().usesSteps() ? steps : 0;
    }

    private StagePool stageOf(int generation) {
        return Objects.requireNonNull(stages.get(key(plan.settings().fidelity().stepsAt(generation))));
    }

    /** Returns how many new searches would begin with the next {@link #step}. */
    public int room() {
        return stageOf(0).room();
    }

    /** Returns how many searches have a place at a time, at each fidelity. */
    public int places() {
        return plan.searches();
    }

    /** Returns how many searches are in the pool. */
    public int searches() {
        return unranked() + last.searches();
    }

    /** Returns how many searches of the pool have generations left. */
    public int unranked() {
        return stages.values().stream().mapToInt(StagePool::searches).sum();
    }

    /** Returns how the programs run, by the order of the stages, then that of the final round. */
    public List<Plan> plans() {
        List<Plan> plans = new ArrayList<>();
        stages.values().forEach(stage -> plans.add(stage.plan()));
        plans.add(last.plan());
        return plans;
    }

    /**
     * Takes a search. Where there is no {@link #room}, it waits.
     *
     * @throws IllegalArgumentException if it is larger than the pool was made for, its reward takes another number of
     *     parameters, or the pool has a search of its id
     */
    public void add(SearchTask task) {
        gate.exclusively(() -> {
            PoolFit.require(plan, task);
            tasks.add(task);
            stageOf(0).add(new SearchProgress(task, plan));
            return null;
        });
    }

    /**
     * Takes a search that goes on. All that follows is bit for bit what it would have done.
     *
     * @throws IllegalArgumentException if it is larger than the pool was made for, or the checkpoint is not of this
     *     search
     */
    public void add(SearchTask task, TaskCheckpoint checkpoint) {
        gate.exclusively(() -> {
            PoolFit.require(plan, task);
            PoolFit.require(plan, task, checkpoint);
            tasks.add(task);
            proceed(new SearchProgress(task, plan, checkpoint));
            return null;
        });
    }

    private void proceed(SearchProgress search) {
        if (search.ended() == null) {
            stageOf(search.generation()).add(search);
        } else {
            last.add(search);
        }
    }

    /**
     * Runs one program once. If that fails, no search changes and the step may be taken again.
     *
     * @throws CancellationException if {@link #cancel} was called before it was finished
     * @throws io.github.diffusionelites.device.DeviceMemoryException if the device does not have the memory
     * @throws io.github.diffusionelites.device.HostRewardException if a reward computed by Java failed more often than
     *     its settings allow
     * @throws IllegalStateException if no search is in the pool, it is closed, or it is running already
     */
    public PoolReport step() {
        return gate.exclusively(() -> {
            StagePool stage = next();
            if (stage == null) {
                if (last.searches() == 0) {
                    throw new IllegalStateException("The pool has no search to run; add one before.");
                }
                PoolReport report = last.run(runner);
                report.finished().forEach(search -> tasks.remove(search.task()));
                return report;
            }
            StagePool.Turn turn = stage.run(runner);
            turn.gone().forEach(this::proceed);
            return new PoolReport(stage.steps(), turn.searches(), turn.evaluations(), turn.times(), List.of());
        });
    }

    /** Returns the fidelity whose turn it is; null for the final round's. */
    @Nullable
    private StagePool next() {
        if (last.full()) {
            return null;
        }
        Collection<StagePool> ascending = stages.values();
        @Nullable StagePool choice = null;
        for (StagePool stage : ascending) {
            if (stage.full()) {
                choice = stage;
            }
        }
        if (choice != null) {
            return choice;
        }
        return ascending.stream()
                .filter(stage -> stage.searches() > 0)
                .findFirst()
                .orElse(null);
    }

    /** Returns the state of all searches that have finished a generation and are in the pool. */
    public List<TaskCheckpoint> checkpoint() {
        return gate.exclusively(() -> {
            List<TaskCheckpoint> checkpoints = new ArrayList<>();
            stages.values().forEach(stage -> stage.checkpoint(checkpoints));
            last.checkpoint(checkpoints);
            return checkpoints;
        });
    }

    /**
     * Asks the step in progress, or the next one, to end early, and all that follow. A reward computed by Java is
     * interrupted, and not waited for longer than its grace period. For any thread.
     */
    public void cancel() {
        runner.cancel();
    }

    /** Frees programs and buffers. Further calls do nothing. */
    @Override
    public void close() {
        gate.close(() -> {
            stages.values().forEach(StagePool::close);
            last.close();
        });
    }
}
