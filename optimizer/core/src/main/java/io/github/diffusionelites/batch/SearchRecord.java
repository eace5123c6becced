package io.github.diffusionelites.batch;

import io.github.diffusionelites.search.Candidate;
import io.github.diffusionelites.search.FinishedSearch;
import io.github.diffusionelites.search.InnerBest;
import io.github.diffusionelites.search.StopReason;
import java.util.Objects;

/**
 * What journal and tables keep of a finished search. The arrays are not copied; their holder must leave them alone.
 *
 * @param row its place in the manifest
 * @param id of the search
 * @param reason why it ended
 * @param reached whether it has a target and its best reward is as good
 * @param reward the best at final fidelity; NaN if there is none
 * @param generation that drew the best individual, or -1
 * @param individual its place in the population, or -1
 * @param innerReward the best reward of the generations, at their own fidelity; NaN if there is none
 * @param innerGeneration that found it, or -1
 * @param elites of the last generation, which the final round scored
 * @param generations that were run
 * @param evaluations of the denoiser, the final round included; without a network, decodes
 * @param nans rewards of active individuals that were NaN, in all generations
 * @param nanoseconds from the first generation to the end; depends on what else ran, so that no table has it
 * @param best reward of each generation, [generations]
 * @param eliteMean mean reward of the elites of each generation, [generations]
 */
public record SearchRecord(
        int row,
        int id,
        StopReason reason,
        boolean reached,
        double reward,
        int generation,
        int individual,
        double innerReward,
        int innerGeneration,
        int elites,
        int generations,
        long evaluations,
        long nans,
        long nanoseconds,
        float[] best,
        float[] eliteMean) {

    /** Checks that nothing is missing. */
    public SearchRecord {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(best, "best");
        Objects.requireNonNull(eliteMean, "eliteMean");
        if (best.length != generations || eliteMean.length != generations) {
            throw new IllegalArgumentException("A search of " + generations
                    + " generations has as many figures of each, but this one has " + best.length + " and "
                    + eliteMean.length + ".");
        }
    }

    /** Returns the record of a search that ended. */
    static SearchRecord of(int row, FinishedSearch search) {
        Candidate best = search.outcome().best();
        InnerBest inner = search.outcome().innerBest();
        return new SearchRecord(
                row,
                search.task().id(),
                search.reason(),
                search.reached(),
                best == null ? Double.NaN : best.reward(),
                best == null ? -1 : best.generation(),
                best == null ? -1 : best.individual(),
                inner == null ? Double.NaN : inner.reward(),
                inner == null ? -1 : inner.generation(),
                search.outcome().elites().size(),
                search.generations(),
                search.evaluations(),
                search.nans(),
                search.nanoseconds(),
                search.best(),
                search.eliteMean());
    }
}
