package io.github.diffusionelites.search;

import java.util.List;
import java.util.Objects;

/**
 * What one search of a batch has found, all that its later generations and its result depend on. Arrays are not copied;
 * their holder must leave them alone.
 *
 * @param id of the search
 * @param sense which rewards are good
 * @param proposal what the next generation is drawn from
 * @param champions the best of the generations, the best first: as many as may become finalists, at least one where
 *     there is one
 * @param elites places of the last generation's elites in its population, ascending, [elites]
 * @param eliteLatents their latents in the same order, row-major [elites, d]
 */
public record InstanceCheckpoint(
        int id,
        Sense sense,
        ProposalCheckpoint proposal,
        List<ChampionCheckpoint> champions,
        int[] elites,
        float[] eliteLatents) {

    /** Checks that nothing is missing, and copies the list. */
    public InstanceCheckpoint {
        Objects.requireNonNull(sense, "sense");
        Objects.requireNonNull(proposal, "proposal");
        Objects.requireNonNull(champions, "champions");
        Objects.requireNonNull(elites, "elites");
        Objects.requireNonNull(eliteLatents, "eliteLatents");
        champions = List.copyOf(champions);
    }
}
