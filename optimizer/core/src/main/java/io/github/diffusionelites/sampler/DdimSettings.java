package io.github.diffusionelites.sampler;

import java.util.Objects;

/**
 * How a DDIM chain (Song, Meng and Ermon 2021) runs.
 *
 * @param eta share of fresh noise in [0, 1]: 0 is deterministic, 1 is ancestral sampling
 * @param spacing the timesteps visited
 * @param clip bound of the predicted clean sample, above 0; positive infinity for none
 * @param reDeriveNoise whether the noise estimate follows from the clipped clean sample, so that both stay consistent
 * @param finalAlphaBarOne whether the state after the last step is noise-free; else it has the noise of timestep 0
 */
public record DdimSettings(double eta, Spacing spacing, double clip, boolean reDeriveNoise, boolean finalAlphaBarOne) {

    /** Stands for no clip. */
    public static final double NO_CLIP = Double.POSITIVE_INFINITY;

    /** Checks the ranges. */
    public DdimSettings {
        Objects.requireNonNull(spacing, "spacing");
        if (!(eta >= 0 && eta <= 1)) {
            throw new IllegalArgumentException("The eta of a DDIM sampler must be in [0, 1], but is " + eta + ".");
        }
        if (!(clip > 0)) {
            throw new IllegalArgumentException(
                    "The clip of a DDIM sampler must be above 0, or infinite for none, but is " + clip + ".");
        }
    }

    /** Returns settings for standardised data: linear spacing, no clip, a clean last state. */
    public static DdimSettings standard(double eta) {
        return new DdimSettings(eta, Spacing.LINSPACE, NO_CLIP, true, true);
    }
}
