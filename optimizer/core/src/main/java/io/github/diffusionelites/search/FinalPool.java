package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.StageTimes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects searches that are over, and ranks as many at a time as its program has places for. */
final class FinalPool implements AutoCloseable {

    private final SearchPlan plan;
    private final OwnedBuffers buffers;
    private final SearchTables tables;
    private final FinalRows rows;
    private final FinalProgram program;
    private final Deque<SearchProgress> waiting = new ArrayDeque<>();

    /**
     * Allocates and compiles.
     *
     * @param plan as many searches as are ranked at a time, each as large as one can be
     * @param hostReward null if the device computes the reward
     */
    FinalPool(Device device, SearchPlan plan, PlanOptions options, @Nullable HostReward hostReward) {
        this.plan = plan;
        this.buffers = new OwnedBuffers(device);
        this.rows = new FinalRows(plan.searches(), plan.mostEntrants());
        boolean complete = false;
        try {
            this.tables = SearchTables.withClocks(buffers, plan);
            @Nullable HostReward seen = hostReward == null ? null : rows.seenBy(hostReward);
            this.program = new FinalProgram(device, tables, plan.mostEntrants(), options, seen);
            complete = true;
        } finally {
            if (!complete) {
                buffers.close();
            }
        }
    }

    Plan plan() {
        return program.program().plan();
    }

    /** Takes a search that is over. */
    void add(SearchProgress search) {
        waiting.add(search);
    }

    /** Returns how many searches wait. */
    int searches() {
        return waiting.size();
    }

    /** Returns whether the next run would leave no place empty. */
    boolean full() {
        return waiting.size() >= plan.searches();
    }

    /** Ranks the searches that have waited longest; if that fails, they wait on. */
    PoolReport run(ProgramRunner runner) {
        List<SearchProgress> searches = waiting.stream().limit(plan.searches()).toList();
        List<List<Entrant>> entrants = new ArrayList<>();
        for (int b = 0; b < searches.size(); b++) {
            enter(b, searches.get(b));
            entrants.add(entrants(searches.get(b)));
        }
        rows.write(entrants, program);
        StageTimes times = runner.finalRound(program.program(), 0);
        long now = System.nanoTime();
        List<List<Candidate>> candidates = rows.candidates(entrants, program);
        int steps = plan.settings().fidelity().finalSteps();
        long evaluations = 0;
        List<FinishedSearch> finished = new ArrayList<>();
        for (int b = 0; b < searches.size(); b++) {
            SearchProgress search = searches.get(b);
            long own = (long) entrants.get(b).size() * plan.evaluationsOfDecode(steps);
            evaluations += own;
            Outcome outcome = Ranking.outcome(
                    search.task.instance(),
                    entrants.get(b),
                    candidates.get(b),
                    Entrants.innerBest(search.formerChampions(), plan.settings().fidelity()));
            finished.add(search.finish(outcome, own, now));
            waiting.remove();
        }
        return new PoolReport(steps, searches.size(), evaluations, times, finished);
    }

    private List<Entrant> entrants(SearchProgress search) {
        InstanceCheckpoint found = Objects.requireNonNull(search.state());
        return Entrants.of(
                Entrants.elites(found, search.generation()),
                found.champions(),
                search.generation(),
                plan.settings().finalists());
    }

    private void enter(int place, SearchProgress search) {
        tables.write(place, search.task);
        rows.name(place, search.task.id());
    }

    /** Adds checkpoints of all searches that wait. */
    void checkpoint(List<TaskCheckpoint> checkpoints) {
        long now = System.nanoTime();
        for (SearchProgress search : waiting) {
            checkpoints.add(search.checkpoint(Objects.requireNonNull(search.state()), now));
        }
    }

    @Override
    public void close() {
        program.close();
        buffers.close();
    }
}
