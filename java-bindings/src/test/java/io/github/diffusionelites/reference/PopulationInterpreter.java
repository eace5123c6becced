package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.device.SelectionRule;
import java.util.List;
import java.util.stream.IntStream;

/** Runs the population-wide operations of every search by their references. */
final class PopulationInterpreter {

    private final int individuals;
    private final List<RunTime> times;
    private final ProposalInterpreter proposals;

    PopulationInterpreter(int individuals, List<RunTime> times) {
        this.proposals = new ProposalInterpreter(this, individuals, times);
        this.individuals = individuals;
        this.times = times;
    }

    void run(Operation.Population operation) {
        for (int search = 0; search < times.size(); search++) {
            switch (operation) {
                case Operation.Select select -> select(select, search);
                case Operation.Moments moments -> moments(moments, search);
                case Operation.Covariance covariance -> covariance(covariance, search);
                case Operation.Cholesky cholesky -> cholesky(cholesky, search);
                case Operation.RobustCholesky cholesky -> proposals.robustCholesky(cholesky, search);
                case Operation.Shrink shrink -> proposals.shrink(shrink, search);
                case Operation.UpdateEliteMatrix update -> proposals.updateEliteMatrix(update, search);
                case Operation.Evolve evolve -> proposals.evolve(evolve, search);
                case Operation.RowNorms norms -> proposals.rowNorms(norms, search);
                case Operation.UpdateDiagonal update -> updateDiagonal(update, search);
                case Operation.UpdateFull update -> updateFull(update, search);
                case Operation.KeepChampion champion -> keepChampion(champion, search);
                case Operation.Gather gather -> gather(gather, search);
                case Operation.Statistics statistics -> statistics(statistics, search);
            }
        }
    }

    private void select(Operation.Select select, int search) {
        SelectReference.Result result = SelectReference.apply(
                on(select.rewards()).floats(search, individuals),
                on(select.settings()).ints(search, SelectionRule.SETTINGS));
        Selection selection = select.selection();
        int[] elites = result.elites().stream().mapToInt(Integer::intValue).toArray();
        selection.elites().write((long) search * individuals, elites);
        selection.summary().write((long) search * Selection.SUMMARY, new int[] {
            elites.length, result.nans(), result.status().ordinal(), result.best()
        });
        selection.threshold().write(search, new float[] {result.threshold()});
    }

    private void moments(Operation.Moments moments, int search) {
        float[][] elites = eliteRows(moments.rows(), moments.selection(), search);
        if (elites.length > 0) {
            MomentsReference.Result result = MomentsReference.apply(elites);
            on(moments.mean()).round(search, result.mean());
            on(moments.variance()).round(search, result.variance());
        }
    }

    private void covariance(Operation.Covariance operation, int search) {
        float[][] elites = eliteRows(operation.rows(), operation.selection(), search);
        if (elites.length > 0) {
            float[] mean = on(operation.mean()).floats(search, operation.rows().width());
            float jitter = on(operation.jitter()).floats(search, 1)[0];
            on(operation.covariance()).round(search, CovarianceReference.apply(elites, mean, jitter));
        }
    }

    private void cholesky(Operation.Cholesky cholesky, int search) {
        int d = (int) cholesky.covariance().shape().dimension(1);
        var factor = CholeskyReference.apply(on(cholesky.covariance()).floats(search, d * d), d);
        factor.ifPresent(values -> on(cholesky.factor()).round(search, values));
        cholesky.valid().write(search, new int[] {factor.isPresent() ? 1 : 0});
    }

    private void updateDiagonal(Operation.UpdateDiagonal update, int search) {
        Proposal.Diagonal target = update.proposal();
        int d = (int) update.mean().shape().dimension(1);
        UpdateDiagonalReference.Result result = UpdateDiagonalReference.apply(
                status(update.selection(), search),
                on(update.mean()).floats(search, d),
                on(update.variance()).floats(search, d),
                on(update.floors()).floats(search, 2),
                new DiagonalGaussian(
                        on(target.mean()).floats(search, d),
                        on(target.deviation()).floats(search, d)));
        target.mean().write((long) search * d, result.proposal().mean());
        target.deviation().write((long) search * d, result.proposal().deviation());
        on(target.divergence()).round(search, result.divergence());
        target.outcome().write(search, new int[] {result.outcome().ordinal()});
    }

    private void updateFull(Operation.UpdateFull update, int search) {
        Proposal.Full target = update.proposal();
        int d = (int) update.mean().shape().dimension(1);
        UpdateFullReference.Result result = UpdateFullReference.apply(
                status(update.selection(), search),
                gaussian(update.mean(), update.covariance(), update.factor(), search, d),
                on(update.valid()).ints(search, 1)[0] == 1,
                gaussian(target.mean(), target.covariance(), target.factor(), search, d));
        target.mean().write((long) search * d, result.proposal().mean());
        target.covariance().write((long) search * d * d, result.proposal().covariance());
        target.factor().write((long) search * d * d, result.proposal().factor());
        on(target.divergence()).round(search, result.divergence());
        target.outcome().write(search, new int[] {result.outcome().ordinal()});
    }

    private static FullGaussian gaussian(Buffer mean, Buffer covariance, Buffer factor, int search, int d) {
        return new FullGaussian(
                on(mean).floats(search, d),
                on(covariance).floats(search, d * d),
                on(factor).floats(search, d * d));
    }

    private void keepChampion(Operation.KeepChampion operation, int search) {
        KeepChampionReference.Result champion = KeepChampionReference.apply(
                allRows(operation.rows(), search),
                on(operation.rewards()).floats(search, individuals),
                summary(operation.selection(), search)[Selection.BEST]);
        long slot = search * operation.championRewards().shape().dimension(1)
                + times.get(search).generation();
        champion.row().ifPresent(row -> operation.champions().write(slot * row.length, row));
        operation.championRewards().write(slot, new float[] {champion.reward()});
        operation.individuals().write(slot, new int[] {champion.individual()});
    }

    private void gather(Operation.Gather gather, int search) {
        int capacity = (int) gather.target().shape().dimension(1);
        int width = gather.rows().width();
        float[][] rows =
                GatherReference.apply(allRows(gather.rows(), search), elites(gather.selection(), search), capacity);
        for (int i = 0; i < rows.length; i++) {
            gather.target().write(((long) search * capacity + i) * width, rows[i]);
        }
    }

    private void statistics(Operation.Statistics operation, int search) {
        double[] statistics = StatisticsReference.apply(
                on(operation.rewards()).floats(search, individuals),
                on(operation.settings()).ints(search, SelectionRule.SETTINGS),
                elites(operation.selection(), search));
        on(operation.statistics()).round(search, statistics);
    }

    float[][] allRows(Rows.Stored rows, int search) {
        return IntStream.range(0, individuals)
                .mapToObj(i -> on(rows.buffer()).floats((long) search * individuals + i, rows.width()))
                .toArray(float[][]::new);
    }

    private float[][] eliteRows(Rows.Stored rows, Selection selection, int search) {
        return GatherReference.apply(allRows(rows, search), elites(selection, search), individuals);
    }

    List<Integer> elites(Selection selection, int search) {
        int[] all = on(selection.elites()).ints(search, individuals);
        return IntStream.of(all)
                .limit(summary(selection, search)[Selection.COUNT])
                .boxed()
                .toList();
    }

    static Selection.Status status(Selection selection, int search) {
        return Selection.Status.values()[summary(selection, search)[Selection.STATUS]];
    }

    static int[] summary(Selection selection, int search) {
        return on(selection.summary()).ints(search, Selection.SUMMARY);
    }

    private static ReferenceBuffer on(Buffer buffer) {
        return (ReferenceBuffer) buffer;
    }
}
