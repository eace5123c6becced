package io.github.diffusionelites.device;

import org.junit.jupiter.api.Test;

/** Elite matrices, mixtures, evolution and linear layers: what does not fit is refused by name and shape. */
class ProposalRecorderTest extends RecorderTestCase {

    private final Selection selection = Selection.allocate(device, SEARCHES, INDIVIDUALS);
    private final Buffer d = floats(2, 4);
    private final Buffer divergence = floats(2, 3);
    private final Buffer ids = ints(2);

    @Test
    void shouldRefuseEliteMatricesThatDoNotFit() {
        Buffer elites = floats(2, 5, 4);
        Buffer jitter = floats(2);
        var right = new Proposal.EliteMatrix(d, elites, ids, jitter, divergence, ids);
        var mean = new Proposal.EliteMatrix(floats(2, 5), elites, ids, jitter, divergence, ids);
        var matrix = new Proposal.EliteMatrix(d, floats(2, 5, 3), ids, jitter, divergence, ids);
        var counts = new Proposal.EliteMatrix(d, elites, ints(3), jitter, divergence, ids);
        var jitters = new Proposal.EliteMatrix(d, elites, ids, floats(3), divergence, ids);
        refuse(() -> recorder.sampleEliteMatrix(rows(4), mean, ids), "proposal mean", "[2, 4]", "[2, 5]");
        refuse(() -> recorder.sampleEliteMatrix(rows(4), matrix, ids), "proposal elites", "[2, 3, 4]", "[2, 5, 3]");
        refuse(() -> recorder.sampleEliteMatrix(rows(4), counts, ids), "counts", "[2]", "[3]");
        refuse(() -> recorder.sampleEliteMatrix(rows(4), jitters, ids), "jitter", "[2]", "[3]");
        refuse(() -> recorder.sampleEliteMatrix(rows(4), right, ints(3)), "search ids", "[2]", "[3]");
        refuse(() -> recorder.updateEliteMatrix(rows(5), selection, floats(2, 5), jitter, right), "proposal mean");
        refuse(() -> recorder.updateEliteMatrix(rows(4), selection, d, floats(1), right), "jitter", "[2]", "[1]");
        refuse(() -> recorder.updateEliteMatrix(rows(4), selection, floats(2, 3), jitter, right), "mean", "[2, 3]");
    }

    @Test
    void shouldRefuseMixturesThatDoNotFit() {
        Buffer weights = floats(2, 3);
        Buffer means = floats(2, 3, 4);
        Buffer components = ints(2, 3);
        refuse(
                () -> recorder.sampleMixture(rows(4), weights, floats(2, 4, 4), means, ids, components),
                "means",
                "[2, 3, 4]",
                "[2, 4, 4]");
        refuse(
                () -> recorder.sampleMixture(rows(4), weights, means, floats(2, 3, 5), ids, components),
                "deviations",
                "[2, 3, 5]");
        refuse(
                () -> recorder.sampleMixture(rows(4), weights, means, means, ids, ints(2, 4)),
                "components",
                "[2, 3]",
                "[2, 4]");
        refuse(() -> recorder.sampleMixture(rows(4), ids, means, means, ids, components), "weights", "I32");
    }

    @Test
    void shouldRefuseCovariancesThatDoNotFit() {
        Buffer matrix = floats(2, 4, 4);
        refuse(() -> recorder.shrink(selection, floats(2, 4, 5), d), "covariance", "[2, 5, 5]", "[2, 4, 5]");
        refuse(() -> recorder.shrink(selection, matrix, d), "intensity", "[2]", "[2, 4]");
        refuse(() -> recorder.robustCholesky(matrix, d, ids, ids), "factor", "[2, 4, 4]", "[2, 4]");
        refuse(() -> recorder.robustCholesky(matrix, matrix, d, ids), "valid", "I32", "F32");
        refuse(() -> recorder.robustCholesky(matrix, matrix, ids, ints(3)), "retries", "[2]", "[3]");
    }

    @Test
    void shouldRefuseEvolutionsThatDoNotFit() {
        Buffer fitness = floats(2, 3);
        Buffer settings = ints(2, 4);
        Buffer table = floats(2, 7, 5);
        Buffer sizes = floats(2, 2);
        Rows.Stored rows = rows(4);
        refuse(
                () -> recorder.evolve(rows, floats(3, 2), settings, table, ids, rows(4), sizes),
                "log-fitness",
                "[2, 3]",
                "[3, 2]");
        refuse(
                () -> recorder.evolve(rows, fitness, settings, floats(2, 7, 4), ids, rows(4), sizes),
                "coefficients",
                "[2, 5, 5]",
                "[2, 7, 4]");
        refuse(() -> recorder.evolve(rows, fitness, settings, table, ids, rows(5), sizes), "next population", "4", "5");
        refuse(() -> recorder.evolve(rows, fitness, settings, table, ids, rows, sizes), "another buffer", "[2, 3, 4]");
        refuse(() -> recorder.evolve(rows, fitness, settings, table, ids, rows(4), d), "sample sizes", "[2, 4]");
        refuse(() -> recorder.rowNorms(rows, ints(2), sizes), "settings", "[2, 4]", "[2]");
        refuse(() -> recorder.rowNorms(rows, settings, d), "norms", "[2, 2]", "[2, 4]");
    }

    @Test
    void shouldRefuseLinearLayersThatDoNotFit() {
        Convolution1d layer = Convolution1d.linear(Constant.of(new float[8], 2, 4), null);
        refuse(() -> recorder.linear(recorder.load(rows(8), 4, 2), layer, Epilogue.NONE), "1 position", "2 positions");
        refuse(() -> recorder.linear(recorder.load(rows(3), 3, 1), layer, Epilogue.NONE), "4 input channels", "3");
        Convolution1d wide = new Convolution1d(Constant.of(new float[12], 1, 4, 3), null, 1, 1, false);
        refuse(() -> recorder.linear(recorder.load(rows(4), 4, 1), wide, Epilogue.NONE), "3 taps", "padding 1");
        refuse(() -> Convolution1d.linear(Constant.of(new float[8], 2, 4, 1), null), "[out, in]", "[2, 4, 1]");
        refuse(
                () -> Convolution1d.linear(Constant.of(new float[8], 2, 4), Constant.of(new float[4], 4)),
                "bias",
                "[4]");
    }
}
