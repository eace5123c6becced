package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.RefitOutcome;
import io.github.diffusionelites.device.Selection.Status;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates of proposals: taken where they are usable, otherwise kept bit for bit, and reported either way. */
public abstract class ProposalConformance extends DeviceConformance {

    private static final int SEARCHES = 9;
    private static final Status[] STATUSES = {
        Status.SELECTED,
        Status.ALL_NAN,
        Status.ALL_EQUAL,
        Status.INACTIVE,
        Status.SELECTED,
        Status.SELECTED,
        Status.SELECTED,
        Status.SELECTED,
        Status.SELECTED
    };
    /** Divergences are computed in double and rounded to float32; they are sums of d terms. */
    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 31, 33, 1023})
    void shouldUpdateDiagonalProposals(int d) {
        float[] means = normals(SEARCHES * d, 1);
        float[] variances = normals(SEARCHES * d, 1);
        for (int i = 0; i < variances.length; i++) {
            variances[i] *= variances[i];
        }
        means[5 * d] = Float.NaN;
        variances[6 * d + d - 1] = Float.POSITIVE_INFINITY;
        variances[7 * d + d / 2] = -1;
        // Nothing in the fifth search varies, so that its deviations stand on their floors.
        Arrays.fill(variances, 4 * d, 5 * d, 0);
        variances[8 * d] = 0;
        twin(SEARCHES, 3, twin -> {
            TwinSelection selection = selections(twin);
            TwinBuffer mean = twin.floats("mean", SEARCHES, d).fill(means);
            TwinBuffer variance = twin.floats("variance", SEARCHES, d).fill(variances);
            TwinBuffer floors = twin.floats("floors", SEARCHES, 2).fill(floors());
            Diagonal proposal = new Diagonal(
                    twin.floats("proposal mean", SEARCHES, d).fillNormal(random(), 0, 1),
                    twin.floats("proposal deviation", SEARCHES, d).fillUniform(random(), 0.1, 2),
                    twin.floats("divergence", SEARCHES, Proposal.DIVERGENCE),
                    twin.ints("outcome", SEARCHES));
            float[] former = proposal.deviation.expected().floats();
            twin.run(
                    1,
                    1,
                    on -> on.recorder()
                            .updateDiagonal(
                                    on.of(selection), on.of(mean), on.of(variance), on.of(floors), proposal.of(on)));
            assertOutcomes(proposal.outcome);
            float[] latter = proposal.deviation.tested().floats();
            for (int search : new int[] {1, 2, 3, 5, 6, 7, 8}) {
                assertThat(Arrays.copyOfRange(latter, search * d, (search + 1) * d))
                        .isEqualTo(Arrays.copyOfRange(former, search * d, (search + 1) * d));
            }
            proposal.mean.assertSame();
            proposal.deviation.assertClose(1, 2e-7);
            assertDivergence(proposal.divergence, d);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 31, 33, 96})
    void shouldUpdateFullProposals(int d) {
        float[] means = normals(SEARCHES * d, 1);
        float[] covariances = matrices(d, 2 * d + 1);
        float[] factors = factors(covariances, d);
        means[5 * d + d - 1] = Float.NEGATIVE_INFINITY;
        factors[7 * d * d] = Float.NaN;
        covariances[9 * d * d - 1] = Float.POSITIVE_INFINITY;
        float[] formerCovariances = matrices(d, 3 * d);
        twin(SEARCHES, 3, twin -> {
            TwinSelection selection = selections(twin);
            TwinBuffer mean = twin.floats("mean", SEARCHES, d).fill(means);
            TwinBuffer covariance = twin.floats("covariance", SEARCHES, d, d).fill(covariances);
            TwinBuffer factor = twin.floats("factor", SEARCHES, d, d).fill(factors);
            TwinBuffer valid = twin.ints("valid", SEARCHES).fill(1, 1, 1, 1, 1, 1, 0, 1, 1);
            Full proposal = new Full(
                    twin.floats("proposal mean", SEARCHES, d).fillNormal(random(), 0, 1),
                    twin.floats("proposal covariance", SEARCHES, d, d).fill(formerCovariances),
                    twin.floats("proposal factor", SEARCHES, d, d).fill(factors(formerCovariances, d)),
                    twin.floats("divergence", SEARCHES, Proposal.DIVERGENCE),
                    twin.ints("outcome", SEARCHES));
            twin.run(
                    1,
                    1,
                    on -> on.recorder()
                            .updateFull(
                                    on.of(selection),
                                    on.of(mean),
                                    on.of(covariance),
                                    on.of(factor),
                                    on.of(valid),
                                    proposal.of(on)));
            assertOutcomes(proposal.outcome);
            proposal.mean.assertSame();
            proposal.covariance.assertSame();
            proposal.factor.assertSame();
            assertDivergence(proposal.divergence, d);
        });
    }

    /** The first and the fifth search are refitted; the last four have a refit that is not usable. */
    private static void assertOutcomes(TwinBuffer outcome) {
        int kept = RefitOutcome.KEPT_NOT_FINITE.ordinal();
        assertThat(outcome.tested().ints())
                .containsExactly(
                        RefitOutcome.REFITTED.ordinal(),
                        RefitOutcome.KEPT_NO_ELITES.ordinal(),
                        RefitOutcome.KEPT_EQUAL_REWARDS.ordinal(),
                        RefitOutcome.KEPT_NO_ELITES.ordinal(),
                        RefitOutcome.REFITTED.ordinal(),
                        kept,
                        kept,
                        kept,
                        kept);
        outcome.assertSame();
    }

    private static void assertDivergence(TwinBuffer divergence, int d) {
        float[] actual = divergence.tested().floats();
        for (int search = 0; search < SEARCHES; search++) {
            boolean refitted = search == 0 || search == 4;
            float step = actual[search * Proposal.DIVERGENCE + Proposal.KL_STEP];
            assertThat(step > 0).as("step of search %d is %s", search, step).isEqualTo(refitted);
        }
        divergence.assertClose(1, TOLERANCE, TOLERANCE * d);
    }

    private static TwinSelection selections(Twin twin) {
        TwinSelection selection = twin.selection();
        for (int search = 0; search < SEARCHES; search++) {
            boolean listed = STATUSES[search] == Status.SELECTED || STATUSES[search] == Status.ALL_EQUAL;
            selection.put(search, STATUSES[search], listed ? 1 : -1, listed ? new int[] {0, 1} : new int[0]);
        }
        return selection;
    }

    /** Returns random floors, but none for the last search and for the fifth one that holds its deviations. */
    private float[] floors() {
        float[] floors = new float[2 * SEARCHES];
        for (int i = 0; i < floors.length - 2; i++) {
            floors[i] = (float) random().nextDouble(1e-6, 0.1);
        }
        floors[2 * 4] = 1e-6f;
        floors[2 * 4 + 1] = 0.05f;
        return floors;
    }

    private float[] matrices(int d, int count) {
        return IntStream.range(0, SEARCHES)
                .mapToObj(search -> Matrices.covariance(random(), d, count, 1e-2))
                .collect(Matrices.joined());
    }

    private static float[] factors(float[] covariances, int d) {
        return IntStream.range(0, SEARCHES)
                .mapToObj(search -> Arrays.copyOfRange(covariances, search * d * d, (search + 1) * d * d))
                .map(covariance -> Matrices.factor(covariance, d))
                .collect(Matrices.joined());
    }

    private record Diagonal(TwinBuffer mean, TwinBuffer deviation, TwinBuffer divergence, TwinBuffer outcome) {
        Proposal.Diagonal of(Side on) {
            return new Proposal.Diagonal(on.of(mean), on.of(deviation), on.of(divergence), on.of(outcome));
        }
    }

    private record Full(
            TwinBuffer mean, TwinBuffer covariance, TwinBuffer factor, TwinBuffer divergence, TwinBuffer outcome) {
        Proposal.Full of(Side on) {
            return new Proposal.Full(on.of(mean), on.of(covariance), on.of(factor), on.of(divergence), on.of(outcome));
        }
    }
}
