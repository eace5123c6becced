package io.github.diffusionelites.reference;

import java.util.Optional;

/** Reference of {@link io.github.diffusionelites.device.Operation.KeepChampion}. */
public final class KeepChampionReference {

    /**
     * What stands in a generation's slot.
     *
     * @param row of the best individual; empty where all rewards are NaN, and the slot's row stays then
     * @param reward its reward, or NaN
     * @param individual its index, or -1
     */
    public record Result(Optional<float[]> row, float reward, int individual) {}

    private KeepChampionReference() {}

    /**
     * Returns the champion of a search.
     *
     * @param rows [individuals][width]
     * @param rewards [individuals]
     * @param best the selection's best individual, or -1
     */
    public static Result apply(float[][] rows, float[] rewards, int best) {
        return best < 0
                ? new Result(Optional.empty(), Float.NaN, -1)
                : new Result(Optional.of(rows[best]), rewards[best], best);
    }
}
