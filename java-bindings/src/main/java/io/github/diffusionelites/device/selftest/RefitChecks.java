package io.github.diffusionelites.device.selftest;

import static io.github.diffusionelites.device.selftest.Check.SEARCHES;

import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Selection;
import java.util.List;

/** Checks of refits. */
final class RefitChecks {

    private static final int WIDTH = 18;
    private static final double TOLERANCE = 1e-4;

    private RefitChecks() {}

    static List<Check> all() {
        return List.of(
                Check.of(
                        Operation.Moments.class,
                        "",
                        1e-5,
                        bench -> bench.recorder()
                                .moments(
                                        bench.population(WIDTH),
                                        bench.selection(),
                                        bench.output(SEARCHES, WIDTH),
                                        bench.output(SEARCHES, WIDTH))),
                Check.of(
                        Operation.Covariance.class,
                        "",
                        1e-5,
                        bench -> bench.recorder()
                                .covariance(
                                        bench.population(WIDTH),
                                        bench.selection(),
                                        bench.numbers(SEARCHES, WIDTH),
                                        bench.positive(SEARCHES),
                                        bench.output(SEARCHES, WIDTH, WIDTH))),
                Check.ofMany(Operation.Covariance.class, 1e-5, RefitChecks::covarianceOfMany),
                Check.of(
                        Operation.Cholesky.class,
                        "",
                        1e-5,
                        bench -> bench.recorder()
                                .cholesky(
                                        // The second has no factor.
                                        bench.matrices(WIDTH, 1, -1),
                                        bench.compare(bench.numbers(SEARCHES, WIDTH, WIDTH)),
                                        bench.integerOutput(SEARCHES))),
                Check.of(
                        Operation.RobustCholesky.class,
                        "",
                        1e-4,
                        bench -> bench.recorder()
                                .robustCholesky(
                                        bench.compare(bench.matrices(WIDTH, 1, -1e-6f)),
                                        bench.output(SEARCHES, WIDTH, WIDTH),
                                        bench.integerOutput(SEARCHES),
                                        bench.integerOutput(SEARCHES))),
                Check.of(
                        Operation.Shrink.class,
                        "",
                        1e-5,
                        bench -> bench.recorder()
                                .shrink(
                                        bench.selection(),
                                        bench.compare(bench.matrices(WIDTH, 1, 0.2f)),
                                        bench.output(SEARCHES))),
                Check.of(Operation.UpdateDiagonal.class, "", TOLERANCE, RefitChecks::updateDiagonal),
                Check.of(Operation.UpdateFull.class, "", TOLERANCE, RefitChecks::updateFull),
                Check.of(Operation.UpdateEliteMatrix.class, "", TOLERANCE, RefitChecks::updateEliteMatrix));
    }

    private static void covarianceOfMany(Bench bench) {
        int[] elites = new int[Check.MANY];
        for (int i = 0; i < elites.length; i++) {
            elites[i] = i;
        }
        Selection selection = new Selection(
                bench.integers(elites, 1, Check.MANY),
                bench.integers(new int[] {Check.MANY - 5, 0, 0, 0}, 1, Selection.SUMMARY),
                bench.floats(new float[] {0.5f}, 1));
        bench.recorder()
                .covariance(
                        bench.rows(bench.numbers(1, Check.MANY, 3)),
                        selection,
                        bench.numbers(1, 3),
                        bench.positive(1),
                        bench.output(1, 3, 3));
    }

    private static void updateDiagonal(Bench bench) {
        bench.recorder()
                .updateDiagonal(
                        bench.selection(),
                        bench.numbers(SEARCHES, WIDTH),
                        bench.positive(SEARCHES, WIDTH),
                        bench.floats(new float[] {1e-6f, 0.01f, 0.1f, 1}, SEARCHES, 2),
                        new Proposal.Diagonal(
                                bench.compare(bench.numbers(SEARCHES, WIDTH)),
                                bench.compare(bench.positive(SEARCHES, WIDTH)),
                                bench.output(SEARCHES, 3),
                                bench.integerOutput(SEARCHES)));
    }

    private static void updateFull(Bench bench) {
        Bench.Factored refit = bench.factored(WIDTH);
        Bench.Factored former = bench.factored(WIDTH);
        bench.recorder()
                .updateFull(
                        bench.selection(),
                        bench.numbers(SEARCHES, WIDTH),
                        refit.covariance(),
                        refit.factor(),
                        bench.integers(new int[] {1, 1}, SEARCHES),
                        new Proposal.Full(
                                bench.compare(bench.numbers(SEARCHES, WIDTH)),
                                bench.compare(former.covariance()),
                                bench.compare(former.factor()),
                                bench.output(SEARCHES, 3),
                                bench.integerOutput(SEARCHES)));
    }

    private static void updateEliteMatrix(Bench bench) {
        Proposal.EliteMatrix proposal = SamplingChecks.eliteMatrix(bench, 7, WIDTH);
        bench.compare(proposal.mean());
        bench.compare(proposal.elites());
        bench.compare(proposal.counts());
        bench.compare(proposal.divergence());
        bench.compare(proposal.outcome());
        bench.recorder()
                .updateEliteMatrix(
                        bench.population(WIDTH),
                        bench.selection(),
                        bench.numbers(SEARCHES, WIDTH),
                        bench.positive(SEARCHES),
                        proposal);
    }
}
