package io.github.diffusionelites.search;

import java.util.List;

/**
 * What the searches of a batch found.
 *
 * @param outcomes one a search, in the order of the batch
 * @param evaluations denoiser evaluations of all searches, finalists included; without a network, decodes
 * @param interrupted whether generations were left out
 */
public record SearchResult(List<Outcome> outcomes, long evaluations, boolean interrupted) {

    /** Copies the list. */
    public SearchResult {
        outcomes = List.copyOf(outcomes);
    }
}
