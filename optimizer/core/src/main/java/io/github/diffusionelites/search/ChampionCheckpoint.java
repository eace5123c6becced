package io.github.diffusionelites.search;

import java.util.Objects;

/**
 * The best individual of a generation. The array is not copied; its holder must leave it alone.
 *
 * @param generation counted from 0
 * @param individual its place in the population
 * @param reward at the fidelity of the generation, never NaN
 * @param latent [d]
 */
public record ChampionCheckpoint(int generation, int individual, float reward, float[] latent) {

    /** Checks that nothing is missing. */
    public ChampionCheckpoint {
        Objects.requireNonNull(latent, "latent");
    }
}
