package io.github.diffusionelites.search;

import io.github.diffusionelites.device.StageTimes;
import java.util.List;

/**
 * What one run of a program of a pool did: a generation of the searches at one fidelity, or a final round.
 *
 * @param steps denoising steps of a decode
 * @param searches that took part
 * @param evaluations of the denoiser in it; without a network, decodes
 * @param times wall-clock times by part
 * @param finished searches that ended with it; empty but after a final round
 */
public record PoolReport(int steps, int searches, long evaluations, StageTimes times, List<FinishedSearch> finished) {

    /** Copies the list. */
    public PoolReport {
        finished = List.copyOf(finished);
    }
}
