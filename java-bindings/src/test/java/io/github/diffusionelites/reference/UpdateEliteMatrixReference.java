package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.RefitOutcome;
import io.github.diffusionelites.device.Selection;

/** Reference of {@link io.github.diffusionelites.device.Operation.UpdateEliteMatrix}. */
public final class UpdateEliteMatrixReference {

    /**
     * A proposal after the update.
     *
     * @param proposal the refitted or the kept one
     * @param divergence [3], columns of {@link io.github.diffusionelites.device.Proposal}
     */
    public record Result(RefitOutcome outcome, EliteGaussian proposal, double[] divergence) {}

    private UpdateEliteMatrixReference() {}

    /**
     * Takes the elites where they are usable.
     *
     * @param elites rows of the elites that there is room for, [K][d]
     * @param mean [d]
     */
    public static Result apply(
            Selection.Status status, float[][] elites, float[] mean, float jitter, EliteGaussian former) {
        int d = mean.length;
        float[][] centred = new float[elites.length][d];
        for (int k = 0; k < elites.length; k++) {
            for (int e = 0; e < d; e++) {
                centred[k][e] = (float) ((double) elites[k][e] - mean[e]);
            }
        }
        EliteGaussian refit = new EliteGaussian(mean, centred, jitter);
        boolean usable =
                RefitOutcomeReference.finite(mean) && RefitOutcomeReference.finite(centred) && refit.definite();
        RefitOutcome outcome = RefitOutcomeReference.of(status, usable);
        EliteGaussian proposal = outcome == RefitOutcome.REFITTED ? refit : former;
        return new Result(outcome, proposal, new double[] {
            outcome == RefitOutcome.REFITTED ? refit.divergence(former) : 0,
            proposal.divergence(EliteGaussian.prior(d)),
            proposal.spread()
        });
    }
}
