package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.EvolutionCoefficients;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.device.SelectionRule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Runs the operations on elite matrices, covariances and evolving populations by their references. */
final class ProposalInterpreter {

    private final PopulationInterpreter population;
    private final int individuals;
    private final List<RunTime> times;

    ProposalInterpreter(PopulationInterpreter population, int individuals, List<RunTime> times) {
        this.population = population;
        this.individuals = individuals;
        this.times = times;
    }

    /** Returns the elite-matrix proposal of a search. */
    static EliteGaussian gaussian(Proposal.EliteMatrix proposal, int search) {
        int d = (int) proposal.mean().shape().dimension(1);
        int capacity = (int) proposal.elites().shape().dimension(1);
        int count = on(proposal.counts()).ints(search, 1)[0];
        float[][] elites = IntStream.range(0, count)
                .mapToObj(k -> on(proposal.elites()).floats((long) search * capacity + k, d))
                .toArray(float[][]::new);
        return new EliteGaussian(
                on(proposal.mean()).floats(search, d),
                elites,
                on(proposal.jitter()).floats(search, 1)[0]);
    }

    void updateEliteMatrix(Operation.UpdateEliteMatrix update, int search) {
        Proposal.EliteMatrix target = update.proposal();
        int d = update.rows().width();
        int capacity = (int) target.elites().shape().dimension(1);
        float[][] elites = GatherReference.apply(
                population.allRows(update.rows(), search), population.elites(update.selection(), search), capacity);
        UpdateEliteMatrixReference.Result result = UpdateEliteMatrixReference.apply(
                PopulationInterpreter.status(update.selection(), search),
                elites,
                on(update.mean()).floats(search, d),
                on(update.jitter()).floats(search, 1)[0],
                gaussian(target, search));
        EliteGaussian proposal = result.proposal();
        target.mean().write((long) search * d, proposal.mean());
        for (int k = 0; k < proposal.elites().length; k++) {
            target.elites().write(((long) search * capacity + k) * d, proposal.elites()[k]);
        }
        target.counts().write(search, new int[] {proposal.elites().length});
        target.jitter().write(search, new float[] {proposal.jitter()});
        on(target.divergence()).round(search, result.divergence());
        target.outcome().write(search, new int[] {result.outcome().ordinal()});
    }

    void robustCholesky(Operation.RobustCholesky cholesky, int search) {
        int d = (int) cholesky.covariance().shape().dimension(1);
        RobustCholeskyReference.Result result =
                RobustCholeskyReference.apply(on(cholesky.covariance()).floats(search, d * d), d);
        cholesky.covariance().write((long) search * d * d, result.covariance());
        result.factor().ifPresent(factor -> on(cholesky.factor()).round(search, factor));
        cholesky.valid().write(search, new int[] {result.factor().isPresent() ? 1 : 0});
        cholesky.retries().write(search, new int[] {result.retries()});
    }

    void shrink(Operation.Shrink shrink, int search) {
        int count = PopulationInterpreter.summary(shrink.selection(), search)[Selection.COUNT];
        double intensity = 0;
        if (count > 0) {
            int d = (int) shrink.covariance().shape().dimension(1);
            ShrinkReference.Result result =
                    ShrinkReference.apply(on(shrink.covariance()).floats(search, d * d), d, count);
            on(shrink.covariance()).round(search, result.covariance());
            intensity = result.intensity();
        }
        on(shrink.intensity()).round(search, intensity);
    }

    void evolve(Operation.Evolve evolve, int search) {
        float[][] rows = population.allRows(evolve.rows(), search);
        float[] logFitness = on(evolve.logFitness()).floats(search, individuals);
        int active = active(evolve.settings(), search);
        int[] weighted = IntStream.range(0, active)
                .filter(j -> EvolveReference.hasWeight(rows[j], logFitness[j]))
                .toArray();
        float[][] keys = IntStream.of(weighted).mapToObj(j -> rows[j]).toArray(float[][]::new);
        float[] theirs = new float[weighted.length];
        for (int j = 0; j < weighted.length; j++) {
            theirs[j] = logFitness[weighted[j]];
        }
        EvolutionCoefficients coefficients = coefficients(evolve.table(), search);
        double sum = 0;
        double least = Double.POSITIVE_INFINITY;
        int sizes = 0;
        for (int i = 0; i < individuals; i++) {
            long row = (long) search * individuals + i;
            if (i >= active || keys.length == 0) {
                evolve.target().buffer().write(row * rows[i].length, rows[i]);
                continue;
            }
            EvolveReference.Result result = EvolveReference.apply(rows[i], keys, theirs, coefficients);
            addNoise(
                    result.next(),
                    coefficients.nextNoise(),
                    times.get(search),
                    i,
                    on(evolve.searchIds()).ints(search, 1)[0]);
            on(evolve.target().buffer()).round(row, result.next());
            if (Double.isFinite(result.sampleSize())) {
                sum += result.sampleSize();
                least = Math.min(least, result.sampleSize());
                sizes++;
            }
        }
        on(evolve.sampleSizes()).round(search, keys.length == 0 ? new double[2] : new double[] {sum / sizes, least});
    }

    private static void addNoise(double[] next, float deviation, RunTime time, int individual, int searchId) {
        NoisePlace place =
                new NoisePlace(time.seed(), individual, time.generation(), 0, searchId, NoisePlace.EVOLUTION);
        double[] normals = NormalReference.row(place, next.length);
        for (int e = 0; e < next.length; e++) {
            next[e] += deviation == 0 ? 0 : deviation * normals[e];
        }
    }

    private EvolutionCoefficients coefficients(Buffer table, int search) {
        long steps = table.shape().dimension(1);
        float[] row = on(table).floats(search * steps + times.get(search).generation(), EvolutionCoefficients.COLUMNS);
        return new EvolutionCoefficients(row[0], row[1], row[2], row[3], row[4]);
    }

    void rowNorms(Operation.RowNorms operation, int search) {
        float[][] rows = population.allRows(operation.rows(), search);
        float[][] active = Arrays.copyOf(rows, active(operation.settings(), search));
        on(operation.norms()).round(search, RowNormsReference.apply(active));
    }

    private int active(Buffer settings, int search) {
        int wanted = on(settings).ints(search, SelectionRule.SETTINGS)[SelectionRule.ACTIVE];
        return Math.clamp(wanted, 0, individuals);
    }

    private static ReferenceBuffer on(Buffer buffer) {
        return (ReferenceBuffer) buffer;
    }
}
