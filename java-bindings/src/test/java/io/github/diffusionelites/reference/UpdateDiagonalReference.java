package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.RefitOutcome;
import io.github.diffusionelites.device.Selection;

/** Reference of {@link io.github.diffusionelites.device.Operation.UpdateDiagonal}. */
public final class UpdateDiagonalReference {

    /**
     * A proposal after the update.
     *
     * @param proposal the refitted or the kept one
     * @param divergence [3], columns of {@link io.github.diffusionelites.device.Proposal}
     */
    public record Result(RefitOutcome outcome, DiagonalGaussian proposal, double[] divergence) {}

    private UpdateDiagonalReference() {}

    /**
     * Refits with {@code deviation = max(sqrt(variance + varianceFloor), deviationFloor)}. A deviation of zero, which
     * floors of zero allow, is as unusable as one that is not finite: its divergences are infinite.
     *
     * @param mean [d]
     * @param variance [d]
     * @param floors variance floor, deviation floor
     */
    public static Result apply(
            Selection.Status status, float[] mean, float[] variance, float[] floors, DiagonalGaussian former) {
        float[] deviation = new float[mean.length];
        for (int i = 0; i < deviation.length; i++) {
            deviation[i] = (float) Math.max(Math.sqrt((double) variance[i] + floors[0]), floors[1]);
        }
        boolean usable = RefitOutcomeReference.finite(mean, deviation);
        for (float value : deviation) {
            usable &= value > 0;
        }
        RefitOutcome outcome = RefitOutcomeReference.of(status, usable);
        DiagonalGaussian proposal =
                outcome == RefitOutcome.REFITTED ? new DiagonalGaussian(mean.clone(), deviation) : former;
        return new Result(outcome, proposal, new double[] {
            outcome == RefitOutcome.REFITTED ? proposal.divergence(former) : 0,
            proposal.divergence(DiagonalGaussian.prior(mean.length)),
            proposal.spread()
        });
    }
}
