package io.github.diffusionelites.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.RefitOutcome;
import io.github.diffusionelites.device.Selection.Status;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The references of refitting against closed forms. */
class RefitReferenceTest {

    private static final Offset<Double> TINY = within(1e-12);

    @Test
    void shouldGiveMeanAndBiasedVariance() {
        var moments = MomentsReference.apply(new float[][] {{1, 5}, {3, 5}, {8, 5}});
        assertThat(moments.mean()).containsExactly(4, 5);
        assertThat(moments.variance()).containsExactly(new double[] {(9 + 1 + 16) / 3.0, 0}, TINY);
    }

    @Test
    void shouldHaveTheVariancesOnTheDiagonalOfTheCovariance() {
        float[][] elites = {{1, -2}, {2, 4}, {3, 1}};
        double[] covariance = CovarianceReference.apply(elites, new float[] {2, 1}, 0.5f);
        assertThat(covariance).containsExactly(new double[] {2 / 3.0 + 0.5, 1, 1, 6 + 0.5}, TINY);
    }

    @Test
    void shouldGiveBackTheCovarianceFromItsFactor() {
        Random random = new Random(7);
        int d = 9;
        float[] covariance = new float[d * d];
        float[][] points = new float[2 * d][d];
        for (float[] point : points) {
            for (int i = 0; i < d; i++) {
                point[i] = (float) random.nextGaussian();
            }
        }
        double[] exact = CovarianceReference.apply(points, new float[d], 0.01f);
        for (int i = 0; i < covariance.length; i++) {
            covariance[i] = (float) exact[i];
        }
        double[] factor = CholeskyReference.apply(covariance, d).orElseThrow();
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double sum = 0;
                for (int k = 0; k < d; k++) {
                    sum += factor[i * d + k] * factor[j * d + k];
                }
                assertThat(sum).isEqualTo(covariance[Math.max(i, j) * d + Math.min(i, j)], TINY);
                if (j > i) {
                    assertThat(factor[i * d + j]).isZero();
                }
            }
        }
    }

    @Test
    void shouldRefuseWhatIsNotPositiveDefinite() {
        assertThat(CholeskyReference.apply(new float[] {1, 2, 2, 1}, 2)).isEmpty();
        assertThat(CholeskyReference.apply(new float[] {1, 1, 1, 1}, 2)).isEmpty();
        assertThat(CholeskyReference.apply(new float[] {0}, 1)).isEmpty();
        assertThat(CholeskyReference.apply(new float[] {Float.NaN}, 1)).isEmpty();
        assertThat(CholeskyReference.apply(new float[] {Float.POSITIVE_INFINITY}, 1))
                .isEmpty();
        assertThat(CholeskyReference.apply(new float[] {4}, 1).orElseThrow()).containsExactly(2);
    }

    @Test
    void shouldMeasureDivergencesInNats() {
        DiagonalGaussian narrow = new DiagonalGaussian(new float[] {1, 0}, new float[] {0.5f, 1});
        double expected = Math.log(2) + (0.25 + 1) / 2 - 0.5;
        assertThat(narrow.divergence(DiagonalGaussian.prior(2))).isEqualTo(expected, TINY);
        assertThat(narrow.divergence(narrow)).isZero();
        assertThat(narrow.spread()).isEqualTo(Math.sqrt(1.25 / 2), TINY);
    }

    @Test
    void shouldAgreeBetweenDiagonalAndFullGaussians() {
        DiagonalGaussian p = new DiagonalGaussian(new float[] {1, 2}, new float[] {0.5f, 3});
        DiagonalGaussian q = new DiagonalGaussian(new float[] {-1, 2.5f}, new float[] {2, 0.25f});
        assertThat(full(p).divergence(full(q))).isEqualTo(p.divergence(q), within(1e-9));
        assertThat(full(p).spread()).isEqualTo(p.spread(), TINY);
    }

    @Test
    void shouldNotChangeADivergenceByALinearMap() {
        // KL is invariant when both Gaussians are mapped by the same matrix [1 0; 2 3].
        DiagonalGaussian p = new DiagonalGaussian(new float[] {1, 2}, new float[] {0.5f, 3});
        DiagonalGaussian q = new DiagonalGaussian(new float[] {-1, 2.5f}, new float[] {2, 0.25f});
        assertThat(mapped(p).divergence(mapped(q))).isEqualTo(p.divergence(q), within(1e-9));
    }

    @Test
    void shouldRefitADiagonalProposalWithItsFloors() {
        var result = UpdateDiagonalReference.apply(
                Status.SELECTED,
                new float[] {1, 2},
                new float[] {0.25f, 0},
                new float[] {0, 0.125f},
                DiagonalGaussian.prior(2));
        assertThat(result.outcome()).isEqualTo(RefitOutcome.REFITTED);
        assertThat(result.proposal().deviation()).containsExactly(0.5f, 0.125f);
        assertThat(result.divergence()[Proposal.KL_STEP]).isEqualTo(result.divergence()[Proposal.KL_PRIOR]);
    }

    @Test
    void shouldKeepAProposalForEveryReason() {
        DiagonalGaussian former = new DiagonalGaussian(new float[] {3}, new float[] {2});
        float[] floors = {1e-6f, 0.01f};
        for (Status status : Status.values()) {
            float mean = status == Status.SELECTED ? Float.NaN : 1;
            var result = UpdateDiagonalReference.apply(status, new float[] {mean}, new float[] {1}, floors, former);
            assertThat(result.proposal()).isSameAs(former);
            assertThat(result.outcome())
                    .isEqualTo(
                            switch (status) {
                                case SELECTED -> RefitOutcome.KEPT_NOT_FINITE;
                                case ALL_EQUAL -> RefitOutcome.KEPT_EQUAL_REWARDS;
                                case ALL_NAN, INACTIVE -> RefitOutcome.KEPT_NO_ELITES;
                            });
            assertThat(result.divergence()[Proposal.KL_STEP]).isZero();
            assertThat(result.divergence()[Proposal.KL_PRIOR]).isEqualTo(-Math.log(2) + (4 + 9) / 2.0 - 0.5, TINY);
            assertThat(result.divergence()[Proposal.SPREAD]).isEqualTo(2);
        }
    }

    private static FullGaussian full(DiagonalGaussian gaussian) {
        float s = gaussian.deviation()[0];
        float t = gaussian.deviation()[1];
        return new FullGaussian(gaussian.mean(), new float[] {s * s, 0, 0, t * t}, new float[] {s, 0, 0, t});
    }

    private static FullGaussian mapped(DiagonalGaussian gaussian) {
        float s = gaussian.deviation()[0];
        float t = gaussian.deviation()[1];
        float[] mean = {gaussian.mean()[0], 2 * gaussian.mean()[0] + 3 * gaussian.mean()[1]};
        float[] covariance = {s * s, 2 * s * s, 2 * s * s, 4 * s * s + 9 * t * t};
        return new FullGaussian(mean, covariance, new float[] {s, 0, 2 * s, 3 * t});
    }
}
