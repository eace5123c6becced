package io.github.diffusionelites.device;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one generation does, independent of a device: a per-individual part over a symbolic number of rows and a
 * population-wide part. Made by a {@link Recorder}.
 *
 * @param searches independent searches that share every launch, at least 1
 * @param individuals individuals in each search, at least 1
 * @param individualPart operations on each row alone, in order
 * @param populationPart operations on everything, in order
 * @param scratchWidths elements of a row for each intermediate value, by its number
 * @param featureMaps which intermediate values are {@link Features}, whose elements a device may store as bfloat16
 */
public record Recording(
        int searches,
        int individuals,
        List<Operation.Individual> individualPart,
        List<Operation.Population> populationPart,
        Map<Integer, Integer> scratchWidths,
        Set<Integer> featureMaps) {

    /** Copies the lists. */
    public Recording {
        individualPart = List.copyOf(individualPart);
        populationPart = List.copyOf(populationPart);
        scratchWidths = Map.copyOf(scratchWidths);
        featureMaps = Set.copyOf(featureMaps);
    }

    /** Returns searches times individuals. */
    public long rows() {
        return (long) searches * individuals;
    }

    /** Returns the reward that Java computes, or null if the device computes it. */
    public Operation.@Nullable ScoreOnHost hostReward() {
        return individualPart.isEmpty() || !(individualPart.getLast() instanceof Operation.ScoreOnHost host)
                ? null
                : host;
    }
}
