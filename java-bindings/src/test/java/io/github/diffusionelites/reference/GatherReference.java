package io.github.diffusionelites.reference;

import java.util.List;

/** Reference of {@link io.github.diffusionelites.device.Operation.Gather}. */
public final class GatherReference {

    private GatherReference() {}

    /**
     * Returns the rows of the first elites, at most {@code capacity}.
     *
     * @param rows of a search, [individuals][width]
     * @param elites ascending
     */
    public static float[][] apply(float[][] rows, List<Integer> elites, int capacity) {
        return elites.stream().limit(capacity).map(elite -> rows[elite]).toArray(float[][]::new);
    }
}
