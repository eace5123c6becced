package io.github.diffusionelites.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.Activation;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.RefitOutcome;
import io.github.diffusionelites.device.Selection.Status;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The references of elite matrices, mixtures, shrinkage and activations against closed forms. */
class ProposalReferenceTest {

    private static final Offset<Double> TINY = within(1e-12);

    @Test
    void shouldSampleExactlyTheCovarianceOfTheElites() {
        // A latent is a linear map of independent normals, so that its covariance is the sum over unit vectors.
        EliteGaussian proposal = new EliteGaussian(new float[3], new float[][] {{1, 2, -1}, {0, 1, 3}}, 0.25f);
        double[] sum = new double[9];
        for (int axis = 0; axis < 5; axis++) {
            double[] g = new double[2];
            double[] h = new double[3];
            (axis < 2 ? g : h)[axis < 2 ? axis : axis - 2] = 1;
            double[] column = SampleEliteMatrixReference.apply(proposal, g, h);
            for (int i = 0; i < 9; i++) {
                sum[i] += column[i / 3] * column[i % 3];
            }
        }
        assertThat(sum).containsExactly(proposal.covariance(), TINY);
        assertThat(sum).containsExactly(new double[] {0.75, 1, -0.5, 1, 2.75, 0.5, -0.5, 0.5, 5.25}, TINY);
    }

    @Test
    void shouldAgreeWithFullGaussians() {
        Random random = new Random(11);
        EliteGaussian p = gaussian(random, 4, 2, 0.5f);
        EliteGaussian q = gaussian(random, 4, 9, 0.125f);
        assertThat(p.divergence(q)).isEqualTo(full(p).divergence(full(q)), within(1e-5));
        assertThat(p.divergence(p)).isEqualTo(0, TINY);
        assertThat(p.spread()).isEqualTo(full(p).spread(), within(1e-6));
        assertThat(new EliteGaussian(new float[] {3, 4}, new float[0][], 1).divergence(EliteGaussian.prior(2)))
                .isEqualTo(12.5, TINY);
    }

    @Test
    void shouldKeepAnEliteMatrixForEveryReason() {
        EliteGaussian former = EliteGaussian.prior(2);
        float[][] elites = {{1, 0}, {3, 0}};
        float[] mean = {2, 0};
        for (Status status : Status.values()) {
            var result = UpdateEliteMatrixReference.apply(status, elites, mean, 0.5f, former);
            assertThat(result.outcome() == RefitOutcome.REFITTED).isEqualTo(status == Status.SELECTED);
        }
        var refitted = UpdateEliteMatrixReference.apply(Status.SELECTED, elites, mean, 0.5f, former);
        // Variances 1.5 and 0.5, mean (2, 0).
        assertThat(refitted.divergence()[Proposal.KL_STEP])
                .isEqualTo((1.5 + 0.5 + 4 - 2 - Math.log(0.75)) / 2, TINY)
                .isEqualTo(refitted.divergence()[Proposal.KL_PRIOR]);
        for (float jitter : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            var kept = UpdateEliteMatrixReference.apply(Status.SELECTED, elites, mean, jitter, former);
            assertThat(kept.outcome()).isEqualTo(RefitOutcome.KEPT_NOT_FINITE);
            assertThat(kept.proposal()).isSameAs(former);
        }
    }

    @Test
    void shouldShrinkByTheFormula() {
        // S = diag(3, 1): tr S^2 = 10, tr^2 S = 16, rho = 16 / ((5 + 1 - 1) (10 - 8)) above 1; with K = 20 it is 0.4.
        float[] covariance = {3, 0, 0, 1};
        var all = ShrinkReference.apply(covariance, 2, 5);
        assertThat(all.intensity()).isEqualTo(1);
        assertThat(all.covariance()).containsExactly(new double[] {2, 0, 0, 2}, TINY);
        var some = ShrinkReference.apply(covariance, 2, 20);
        assertThat(some.intensity()).isEqualTo(0.4, TINY);
        assertThat(some.covariance()).containsExactly(new double[] {2.6, 0, 0, 1.4}, TINY);
        assertThat(ShrinkReference.apply(new float[] {7}, 1, 3).covariance()).containsExactly(7);
    }

    @Test
    void shouldAddTheLeastJitterThatHelps() {
        var sound = RobustCholeskyReference.apply(new float[] {4, 0, 0, 1}, 2);
        assertThat(sound.retries()).isZero();
        var singular = RobustCholeskyReference.apply(new float[] {1, 1, 1, 1}, 2);
        assertThat(singular.retries()).isEqualTo(1);
        assertThat(singular.covariance()).containsExactly((float) (1 + 1e-6), 1, 1, (float) (1 + 1e-6));
        var worse = RobustCholeskyReference.apply(new float[] {1, 1.00002f, 1.00002f, 1}, 2);
        assertThat(worse.retries()).isEqualTo(3);
        assertThat(worse.factor()).isPresent();
        var hopeless = RobustCholeskyReference.apply(new float[] {1, 2, 2, 1}, 2);
        assertThat(hopeless.retries()).isEqualTo(3);
        assertThat(hopeless.factor()).isEmpty();
        assertThat(hopeless.covariance()).containsExactly(1, 2, 2, 1);
    }

    @Test
    void shouldChooseComponentsByTheirShares() {
        float[] weights = {1, 0, 3};
        assertThat(SampleMixtureReference.component(0, weights)).isZero();
        assertThat(SampleMixtureReference.component(0x3FFFFFFF, weights)).isZero();
        assertThat(SampleMixtureReference.component(0x40000000, weights)).isEqualTo(2);
        assertThat(SampleMixtureReference.component(-1, weights)).isEqualTo(2);
        assertThat(SampleMixtureReference.component(-1, new float[] {0, 5, 0})).isEqualTo(1);
        assertThat(SampleMixtureReference.component(0, new float[] {0, 5, 0})).isEqualTo(1);
        assertThat(SampleMixtureReference.component(7, new float[] {0, -1})).isEqualTo(-1);
    }

    @Test
    void shouldActivateExactly() {
        assertThat(ActivationReference.distribution(0)).isEqualTo(0.5);
        assertThat(ActivationReference.distribution(1)).isEqualTo(0.841344746068542948, TINY);
        assertThat(ActivationReference.distribution(-2.999999)).isEqualTo(0.00134990246, within(1e-10));
        assertThat(ActivationReference.distribution(-3.000001)).isEqualTo(0.00134989360, within(1e-10));
        assertThat(ActivationReference.distribution(-6) / 9.86587645037698e-10).isEqualTo(1, within(1e-12));
        assertThat(ActivationReference.apply(Activation.GELU, 1)).isEqualTo(0.841344746068542948, TINY);
        assertThat(ActivationReference.apply(Activation.MISH, 1)).isEqualTo(0.86509838826731034, TINY);
        assertThat(ActivationReference.apply(Activation.MISH, 800)).isEqualTo(800);
        assertThat(ActivationReference.apply(Activation.MISH, -800)).isEqualTo(0, TINY);
    }

    @Test
    void shouldMeasureNorms() {
        double[] norms = RowNormsReference.apply(new float[][] {{3, 4}, {0, 1}, {Float.NaN, 0}});
        assertThat(norms).containsExactly(new double[] {3, 2}, TINY);
        assertThat(RowNormsReference.apply(new float[0][])).containsOnly(Double.NaN);
    }

    private static EliteGaussian gaussian(Random random, int d, int count, float jitter) {
        float[] mean = new float[d];
        float[][] elites = new float[count][d];
        for (int e = 0; e < d; e++) {
            mean[e] = (float) random.nextGaussian();
            for (float[] elite : elites) {
                elite[e] = (float) random.nextGaussian();
            }
        }
        return new EliteGaussian(mean, elites, jitter);
    }

    private static FullGaussian full(EliteGaussian gaussian) {
        double[] exact = gaussian.covariance();
        int d = gaussian.mean().length;
        float[] covariance = new float[d * d];
        float[] factor = new float[d * d];
        for (int i = 0; i < d * d; i++) {
            covariance[i] = (float) exact[i];
        }
        double[] lower = CholeskyReference.apply(covariance, d).orElseThrow();
        for (int i = 0; i < d * d; i++) {
            factor[i] = (float) lower[i];
        }
        return new FullGaussian(gaussian.mean(), covariance, factor);
    }
}
