package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.StageTimes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Places on the device for searches that are at the same fidelity, whatever their generation: one run of its program is
 * a generation of all of them. Who leaves makes room for one that waits. Places that nobody has are decoded all the same
 * and not looked at.
 */
final class StagePool implements AutoCloseable {

    private final SearchPlan plan;
    private final int steps;
    private final SearchState state;
    private final CheckpointReader reader;
    private final Program program;
    private final @Nullable SearchProgress[] places;
    /** Generation at which the search of a place entered. */
    private final int[] entered;

    private final int[] generations;
    private final int[] ids;
    private final int[] held;
    private final Deque<SearchProgress> waiting = new ArrayDeque<>();

    /**
     * A generation of all searches that are here.
     *
     * @param gone searches that left
     * @param searches that took part
     * @param evaluations of the denoiser
     * @param times by part
     */
    record Turn(List<SearchProgress> gone, int searches, long evaluations, StageTimes times) {}

    /**
     * Allocates and compiles.
     *
     * @param plan as many searches as there are places, each as large as one can be
     * @param steps denoising steps of a decode
     * @param hostReward null if the device computes the reward
     */
    StagePool(Device device, SearchPlan plan, int steps, PlanOptions options, @Nullable HostReward hostReward) {
        int searches = plan.searches();
        this.plan = plan;
        this.steps = steps;
        this.places = new SearchProgress[searches];
        this.entered = new int[searches];
        this.generations = new int[searches];
        this.ids = new int[searches];
        this.held = new int[searches];
        plan.requireMemory(device.info(), device.freeBytes());
        this.state = new SearchState(device, plan, true);
        this.reader = new CheckpointReader(state);
        boolean complete = false;
        try {
            this.program = device.compile(state.generation(steps, seen(hostReward)), options);
            complete = true;
        } finally {
            if (!complete) {
                state.close();
            }
        }
    }

    /** A reward that Java computes sees active individuals of searches that are there, under their ids. */
    private @Nullable HostReward seen(@Nullable HostReward reward) {
        if (reward == null) {
            return null;
        }
        int[] individuals = IntStream.range(0, Math.multiplyExact(plan.searches(), plan.population()))
                .map(row -> row % plan.population())
                .toArray();
        return new HeldReward(reward, ids, individuals, plan.population(), held);
    }

    Plan plan() {
        return program.plan();
    }

    int steps() {
        return steps;
    }

    /** Lets a search wait for a place. */
    void add(SearchProgress search) {
        waiting.add(search);
    }

    /** Returns how many more searches would find a place. */
    int room() {
        return Math.max(0, places.length - searches());
    }

    /** Returns how many searches are here or wait to be. */
    int searches() {
        return residents().size() + waiting.size();
    }

    /** Returns whether the next run would leave no place empty. */
    boolean full() {
        return searches() >= places.length;
    }

    private List<SearchProgress> residents() {
        List<SearchProgress> residents = new ArrayList<>();
        for (SearchProgress search : places) {
            if (search != null) {
                residents.add(search);
            }
        }
        return residents;
    }

    /**
     * Runs a generation of the searches that are here, after those that wait have taken the free places.
     *
     * @return what happened; searches that are over, or go on at another fidelity, are not here any more
     */
    Turn run(ProgramRunner runner) {
        enter();
        state.tables.generations(generations);
        long begin = System.nanoTime();
        residents().forEach(search -> search.begin(begin));
        StageTimes times = runner.generation(program, 0);
        List<SearchReport> reports = SearchReports.read(state, b -> ids[b]);
        List<SearchProgress> gone = new ArrayList<>();
        long end = System.nanoTime();
        int searches = 0;
        long evaluationsOfAll = 0;
        for (int b = 0; b < places.length; b++) {
            SearchProgress search = places[b];
            if (search == null) {
                continue;
            }
            long evaluations = evaluationsOf(search, steps);
            GenerationEvent.record(generations[b], steps, times, reports.get(b));
            search.add(reports.get(b), evaluations);
            searches++;
            evaluationsOfAll += evaluations;
            generations[b]++;
            int next = search.generation();
            boolean last = next == plan.generations();
            search.judge(
                    last ? 0 : evaluationsOf(search, plan.settings().fidelity().stepsAt(next)), end);
            if (search.ended() != null || !here(next)) {
                leave(b, search);
                gone.add(search);
            }
        }
        return new Turn(gone, searches, evaluationsOfAll, times);
    }

    private boolean here(int generation) {
        return !plan.decoder().usesSteps() || plan.settings().fidelity().stepsAt(generation) == steps;
    }

    private long evaluationsOf(SearchProgress search, int stepsOfIt) {
        return (long) search.task.instance().active() * plan.evaluationsOfDecode(stepsOfIt);
    }

    private void enter() {
        for (int b = 0; b < places.length && !waiting.isEmpty(); b++) {
            if (places[b] == null) {
                enter(b, waiting.remove());
            }
        }
    }

    private void enter(int place, SearchProgress search) {
        state.tables.write(place, search.task);
        state.refit.write(place, search.task.instance());
        InstanceCheckpoint found = search.state();
        if (found == null) {
            state.refit.writePrior(place);
        } else {
            state.refit.write(place, found.proposal());
        }
        places[place] = search;
        entered[place] = search.generation();
        generations[place] = search.generation();
        ids[place] = search.task.id();
        held[place] = search.task.instance().active();
    }

    private void leave(int place, SearchProgress search) {
        search.state(found(place, search));
        places[place] = null;
        generations[place] = 0;
        held[place] = 0;
    }

    private InstanceCheckpoint found(int place, SearchProgress search) {
        return reader.instance(
                place, search.task.instance(), entered[place], search.generation(), search.formerChampions());
    }

    /** Adds checkpoints of all searches that have finished a generation, here or in former places. */
    void checkpoint(List<TaskCheckpoint> checkpoints) {
        long now = System.nanoTime();
        for (int b = 0; b < places.length; b++) {
            SearchProgress search = places[b];
            if (search != null && search.generation() > 0) {
                InstanceCheckpoint former = search.state();
                checkpoints.add(search.checkpoint(
                        former != null && search.generation() == entered[b] ? former : found(b, search), now));
            }
        }
        for (SearchProgress search : waiting) {
            InstanceCheckpoint found = search.state();
            if (found != null) {
                checkpoints.add(search.checkpoint(found, now));
            }
        }
    }

    @Override
    public void close() {
        program.close();
        state.close();
    }
}
