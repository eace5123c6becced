package io.github.diffusionelites.search;

import io.github.diffusionelites.device.HostRewardReport;
import java.util.List;

/**
 * What the searches of a batch found.
 *
 * @param outcomes one a search, in the order of the batch
 * @param evaluations denoiser evaluations of all searches, finalists included; without a network, decodes
 * @param interrupted whether generations were left out
 * @param hostRewards calls of a reward computed by Java in all finished generations and the final round;
 *     {@link HostRewardReport#NONE} where the device computes the reward. The final round gives each search as many
 *     places as the one with the most finalists has. A reward does not see those that are left over, and they are not
 *     evaluated; where a batch of the round fails or times out, they are counted with it
 */
public record SearchResult(
        List<Outcome> outcomes, long evaluations, boolean interrupted, HostRewardReport hostRewards) {

    /** Copies the list. */
    public SearchResult {
        outcomes = List.copyOf(outcomes);
    }
}
