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

    /** Writes how the distribution of a search is refitted. */
    void write(int search, SearchInstance instance);

    /** Writes the distribution of a search, N(0, I). */
    void writePrior(int search);

    /** Writes the distribution of a search, which is of the kind of this one. */
    void write(int search, ProposalCheckpoint checkpoint);

    /** Reads the distribution of a search. */
    ProposalCheckpoint read(int search);
}
