package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.RefitOutcome;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.device.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Reads the few numbers that a generation leaves on the device. */
final class SearchReports {

    private SearchReports() {}

    /** Reads the reports of the searches of the plan. */
    static List<SearchReport> read(SearchState state) {
        return read(state, b -> state.plan.instances().get(b).id());
    }

    /**
     * Reads the reports of all places.
     *
     * @param ids of the searches at the places
     */
    static List<SearchReport> read(SearchState state, IntUnaryOperator ids) {
        float[] statistics = state.statistics.floats();
        float[] divergences = state.refit.proposal().divergence().floats();
        float[] norms = state.latentNorms.floats();
        float[] thresholds = state.selection.threshold().floats();
        int[] summaries = state.selection.summary().ints();
        int[] outcomes = state.refit.proposal().outcome().ints();
        List<SearchReport> reports = new ArrayList<>();
        for (int b = 0; b < outcomes.length; b++) {
            int statistic = b * Statistic.values().length;
            int divergence = b * Proposal.DIVERGENCE;
            int summary = b * Selection.SUMMARY;
            reports.add(new SearchReport(
                    ids.applyAsInt(b),
                    statistics[statistic + Statistic.BEST.ordinal()],
                    statistics[statistic + Statistic.MEAN.ordinal()],
                    statistics[statistic + Statistic.DEVIATION.ordinal()],
                    statistics[statistic + Statistic.ELITE_MEAN.ordinal()],
                    statistics[statistic + Statistic.QUANTILE_10.ordinal()],
                    statistics[statistic + Statistic.QUANTILE_25.ordinal()],
                    statistics[statistic + Statistic.MEDIAN.ordinal()],
                    statistics[statistic + Statistic.QUANTILE_75.ordinal()],
                    statistics[statistic + Statistic.QUANTILE_90.ordinal()],
                    thresholds[b],
                    divergences[divergence + Proposal.SPREAD],
                    divergences[divergence + Proposal.KL_STEP],
                    divergences[divergence + Proposal.KL_PRIOR],
                    norms[b * SearchState.NORMS],
                    summaries[summary + Selection.NANS],
                    summaries[summary + Selection.COUNT],
                    RefitOutcome.values()[outcomes[b]]));
        }
        return reports;
    }
}
