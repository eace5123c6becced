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
        Entrants entrants = new Entrants(state, generations);
        List<List<Entrant>> selected =
                IntStream.range(0, plan.searches()).mapToObj(entrants::of).toList();
        List<List<Candidate>> candidates = decode(selected);
        List<Outcome> outcomes = new ArrayList<>();
        for (int b = 0; b < plan.searches(); b++) {
            outcomes.add(Ranking.outcome(
                    plan.instances().get(b), selected.get(b), candidates.get(b), entrants.innerBest(b)));
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
        int[] places = places(entrants, rows, false);
        int[] counts = entrants.stream().mapToInt(List::size).toArray();
        HostReward renamed = hostReward == null ? null : new FinalReward(hostReward, places, rows, counts);
        try (FinalProgram round = new FinalProgram(device, state, rows, options, renamed)) {
            writeLatents(entrants, round.latents, rows);
            round.individuals.write(0, places);
            round.generations.write(0, places(entrants, rows, true));
            hostRewards = withoutEmptyRows(
                    runner.finalRound(round.program(), cancellations).hostRewards(), counts, rows, round.rewards);
            return candidates(entrants, rows, round.samples, round.rewards);
        }
    }

    /** Rows without an entrant have a number where their batch did not fail; only then they count as evaluated. */
    private static HostRewardReport withoutEmptyRows(HostRewardReport report, int[] counts, int rows, Buffer rewards) {
        long empty = 0;
        for (int b = 0; b < counts.length && report.evaluated() > 0; b++) {
            if (counts[b] < rows) {
                float[] scores = new float[rows - counts[b]];
                rewards.read((long) b * rows + counts[b], scores);
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

    private List<List<Candidate>> candidates(List<List<Entrant>> entrants, int rows, Buffer samples, Buffer rewards) {
        List<List<Candidate>> candidates = new ArrayList<>();
        for (int b = 0; b < entrants.size(); b++) {
            List<Candidate> search = new ArrayList<>();
            float[] scores = new float[rows];
            rewards.read((long) b * rows, scores);
            for (int i = 0; i < entrants.get(b).size(); i++) {
                Entrant entrant = entrants.get(b).get(i);
                float[] sample = new float[state.plan.dimension()];
                samples.read(((long) b * rows + i) * sample.length, sample);
                search.add(
                        new Candidate(entrant.generation(), entrant.individual(), scores[i], entrant.latent(), sample));
            }
            candidates.add(search);
        }
        return candidates;
    }

    /** Row by row, as all of them may be more than an array holds. */
    private void writeLatents(List<List<Entrant>> entrants, Buffer latents, int rows) {
        for (int b = 0; b < entrants.size(); b++) {
            List<Entrant> search = entrants.get(b);
            for (int i = 0; i < rows; i++) {
                float[] latent = search.isEmpty()
                        ? new float[state.plan.dimension()]
                        : at(search, i).latent();
                latents.write(((long) b * rows + i) * latent.length, latent);
            }
        }
    }

    private static int[] places(List<List<Entrant>> entrants, int rows, boolean generations) {
        int[] places = new int[entrants.size() * rows];
        for (int b = 0; b < entrants.size(); b++) {
            for (int i = 0; i < rows && !entrants.get(b).isEmpty(); i++) {
                Entrant entrant = at(entrants.get(b), i);
                places[b * rows + i] = generations ? entrant.generation() : entrant.individual();
            }
        }
        return places;
    }

    /** Rows that a search does not need repeat its last entrant, and are zero where it has none; nobody reads them. */
    private static Entrant at(List<Entrant> entrants, int i) {
        return entrants.get(Math.min(i, entrants.size() - 1));
    }
}
