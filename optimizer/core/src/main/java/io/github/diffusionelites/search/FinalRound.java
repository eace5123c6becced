package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.device.PlanOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes entrants at final fidelity and scores them, in a program of its own. Rows carry the generation and the place
 * that drew them, so that random decoding draws the same noise as in the loop.
 */
final class FinalRound {

    private final Device device;
    private final SearchState state;
    private final PlanOptions options;
    private final @Nullable HostReward hostReward;
    private final ProgramRunner runner;
    private final int cancellations;
    private HostRewardReport hostRewards = HostRewardReport.NONE;

    /** Begins a round; a cancellation from now on ends it. */
    FinalRound(
            Device device,
            SearchState state,
            PlanOptions options,
            @Nullable HostReward hostReward,
            ProgramRunner runner) {
        this.device = device;
        this.state = state;
        this.options = options;
        this.hostReward = hostReward;
        this.runner = runner;
        this.cancellations = runner.cancellations();
    }

    /**
     * Runs the round.
     *
     * @param generations that are finished
     * @param evaluations of the network in them
     * @param inner calls of a reward computed by Java in them
     */
    SearchResult result(int generations, long evaluations, HostRewardReport inner) {
        SearchPlan plan = state.plan;
        CheckpointReader reader = new CheckpointReader(state);
        List<List<ChampionCheckpoint>> champions = IntStream.range(0, plan.searches())
                .mapToObj(b -> reader.champions(b, generations))
                .toList();
        List<List<Entrant>> selected = IntStream.range(0, plan.searches())
                .mapToObj(b -> Entrants.of(
                        reader.elites(b, generations),
                        champions.get(b),
                        generations,
                        plan.settings().finalists()))
                .toList();
        List<List<Candidate>> candidates = decode(selected);
        List<Outcome> outcomes = new ArrayList<>();
        for (int b = 0; b < plan.searches(); b++) {
            outcomes.add(Ranking.outcome(
                    plan.instances().get(b),
                    selected.get(b),
                    candidates.get(b),
                    Entrants.innerBest(champions.get(b), plan.settings().fidelity())));
        }
        long decodes = selected.stream().mapToLong(List::size).sum();
        return new SearchResult(
                outcomes,
                evaluations
                        + decodes
                                * plan.evaluationsOfDecode(
                                        plan.settings().fidelity().finalSteps()),
                generations < plan.generations(),
                inner.plus(hostRewards));
    }

    private List<List<Candidate>> decode(List<List<Entrant>> entrants) {
        int rows = entrants.stream().mapToInt(List::size).max().orElse(0);
        if (rows == 0) {
            return entrants.stream().map(search -> List.<Candidate>of()).toList();
        }
        FinalRows table = new FinalRows(entrants.size(), rows);
        HostReward seen = hostReward == null ? null : table.seenBy(hostReward);
        try (FinalProgram round = new FinalProgram(device, state.tables, rows, options, seen)) {
            table.write(entrants, round);
            hostRewards = withoutEmptyRows(
                    runner.finalRound(round.program(), cancellations).hostRewards(), table, rows, round.rewards);
            return table.candidates(entrants, round);
        }
    }

    /** Rows without an entrant have a number where their batch did not fail; only then they count as evaluated. */
    private HostRewardReport withoutEmptyRows(HostRewardReport report, FinalRows table, int rows, Buffer rewards) {
        long empty = 0;
        for (int b = 0; b < state.plan.searches() && report.evaluated() > 0; b++) {
            int held = table.held(b);
            if (held < rows) {
                float[] scores = new float[rows - held];
                rewards.read((long) b * rows + held, scores);
                for (float score : scores) {
                    empty += Float.isNaN(score) ? 0 : 1;
                }
            }
        }
        return new HostRewardReport(
                report.evaluated() - empty,
                report.failed(),
                report.timedOut(),
                report.retries(),
                report.nans(),
                report.abandonedThreads(),
                report.firstFailure());
    }
}
