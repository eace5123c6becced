package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.RefitOutcome;
import io.github.diffusionelites.device.Selection;

/** Reference of {@link io.github.diffusionelites.device.Operation.UpdateFull}. */
public final class UpdateFullReference {

    /**
     * A proposal after the update.
     *
     * @param proposal the refitted or the kept one
     * @param divergence [3], columns of {@link io.github.diffusionelites.device.Proposal}
     */
    public record Result(RefitOutcome outcome, FullGaussian proposal, double[] divergence) {}

    private UpdateFullReference() {}

    /**
     * Takes the refit where it is usable.
     *
     * @param valid whether the refit's factor is one
     */
    public static Result apply(Selection.Status status, FullGaussian refit, boolean valid, FullGaussian former) {
        boolean finite = RefitOutcomeReference.finite(refit.mean(), refit.covariance(), refit.factor());
        RefitOutcome outcome = RefitOutcomeReference.of(status, valid && finite);
        FullGaussian proposal = outcome == RefitOutcome.REFITTED ? refit : former;
        return new Result(outcome, proposal, new double[] {
            outcome == RefitOutcome.REFITTED ? proposal.divergence(former) : 0,
            proposal.divergence(FullGaussian.prior(refit.mean().length)),
            proposal.spread()
        });
    }
}
