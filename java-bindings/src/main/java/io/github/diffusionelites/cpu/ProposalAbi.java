package io.github.diffusionelites.cpu;

import java.lang.invoke.MethodHandle;

/**
 * The functions of {@code elites.h} for proposals that are not a plain Gaussian, their refits, and Diffusion Evolution;
 * beside those of {@link ElitesAbi}.
 */
final class ProposalAbi {

    private static final MethodHandle ADD_SAMPLE_ELITE_MATRIX =
            ElitesAbi.status("elites_add_sample_elite_matrix", "lliilllll");
    private static final MethodHandle ADD_SAMPLE_MIXTURE = ElitesAbi.status("elites_add_sample_mixture", "lliilllll");
    private static final MethodHandle ADD_ROBUST_CHOLESKY = ElitesAbi.status("elites_add_robust_cholesky", "lillll");
    private static final MethodHandle ADD_SHRINK = ElitesAbi.status("elites_add_shrink", "lilll");
    private static final MethodHandle ADD_UPDATE_ELITE_MATRIX =
            ElitesAbi.status("elites_add_update_elite_matrix", "llillllillllll");
    private static final MethodHandle ADD_EVOLVE = ElitesAbi.status("elites_add_evolve", "llilllilll");
    private static final MethodHandle ADD_ROW_NORMS = ElitesAbi.status("elites_add_row_norms", "llill");

    private ProposalAbi() {}

    static void addSampleEliteMatrix(
            long program,
            long latents,
            int width,
            int capacity,
            long mean,
            long elites,
            long counts,
            long jitter,
            long searchIds) {
        ElitesAbi.check(
                "elites_add_sample_elite_matrix",
                ElitesAbi.call(() -> (int) ADD_SAMPLE_ELITE_MATRIX.invokeExact(
                        program, latents, width, capacity, mean, elites, counts, jitter, searchIds)),
                0);
    }

    static void addSampleMixture(
            long program,
            long latents,
            int width,
            int components,
            long weights,
            long means,
            long deviations,
            long searchIds,
            long chosen) {
        ElitesAbi.check(
                "elites_add_sample_mixture",
                ElitesAbi.call(() -> (int) ADD_SAMPLE_MIXTURE.invokeExact(
                        program, latents, width, components, weights, means, deviations, searchIds, chosen)),
                0);
    }

    static void addRobustCholesky(long program, int width, long covariance, long factor, long valid, long retries) {
        ElitesAbi.check(
                "elites_add_robust_cholesky",
                ElitesAbi.call(() ->
                        (int) ADD_ROBUST_CHOLESKY.invokeExact(program, width, covariance, factor, valid, retries)),
                0);
    }

    static void addShrink(long program, int width, long summary, long covariance, long intensity) {
        ElitesAbi.check(
                "elites_add_shrink",
                ElitesAbi.call(() -> (int) ADD_SHRINK.invokeExact(program, width, summary, covariance, intensity)),
                0);
    }

    static void addUpdateEliteMatrix(
            long program,
            long rows,
            int width,
            long elites,
            long summary,
            long mean,
            long jitter,
            int capacity,
            long proposalMean,
            long proposalElites,
            long proposalCounts,
            long proposalJitter,
            long divergence,
            long outcome) {
        ElitesAbi.check(
                "elites_add_update_elite_matrix",
                ElitesAbi.call(() -> (int) ADD_UPDATE_ELITE_MATRIX.invokeExact(
                        program,
                        rows,
                        width,
                        elites,
                        summary,
                        mean,
                        jitter,
                        capacity,
                        proposalMean,
                        proposalElites,
                        proposalCounts,
                        proposalJitter,
                        divergence,
                        outcome)),
                0);
    }

    static void addEvolve(
            long program,
            long rows,
            int width,
            long logFitness,
            long settings,
            long table,
            int steps,
            long searchIds,
            long target,
            long sampleSizes) {
        ElitesAbi.check(
                "elites_add_evolve",
                ElitesAbi.call(() -> (int) ADD_EVOLVE.invokeExact(
                        program, rows, width, logFitness, settings, table, steps, searchIds, target, sampleSizes)),
                0);
    }

    static void addRowNorms(long program, long rows, int width, long settings, long norms) {
        ElitesAbi.check(
                "elites_add_row_norms",
                ElitesAbi.call(() -> (int) ADD_ROW_NORMS.invokeExact(program, rows, width, settings, norms)),
                0);
    }
}
