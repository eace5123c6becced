package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.Selection;

/** A search distribution on the device: how latents are drawn from it and how elites change it. */
sealed interface Refit permits FullRefit, DiagonalRefit {

    /** Allocates the distribution that the settings ask for, N(0, I) for every search. */
    static Refit allocate(OwnedBuffers buffers, SearchPlan plan) {
        return plan.full() ? new FullRefit(buffers, plan) : new DiagonalRefit(buffers, plan);
    }

    /** Records the drawing of latents. */
    void recordSampling(Recorder recorder, Rows.Stored latents, Buffer searchIds);

    /** Records the refit to the elites' latents. */
    void recordRefit(Recorder recorder, Rows.Stored latents, Selection selection);

    /** Returns the distribution. */
    Proposal proposal();
}
