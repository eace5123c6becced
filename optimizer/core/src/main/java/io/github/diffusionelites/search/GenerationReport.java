package io.github.diffusionelites.search;

import io.github.diffusionelites.device.StageTimes;
import java.util.List;

/**
 * What a generation did.
 *
 * @param generation counted from 0
 * @param steps denoising steps of a decode
 * @param evaluations denoiser evaluations of the active individuals of all searches so far; without a network, decodes
 * @param times wall-clock times by part
 * @param searches one report a search, in the order of the batch
 */
public record GenerationReport(
        int generation, int steps, long evaluations, StageTimes times, List<SearchReport> searches) {

    /** Copies the list. */
    public GenerationReport {
        searches = List.copyOf(searches);
    }
}
