package io.github.diffusionelites.device;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one generation does, independent of a device: a per-individual part over a symbolic number of rows and a
 * population-wide part. Only a {@link Recorder} makes one, so that devices can rely on the shapes that it checked.
 */
public final class Recording {

    private final int searches;
    private final int individuals;
    private final List<Operation.Individual> individualPart;
    private final List<Operation.Population> populationPart;
    private final Map<Integer, Integer> scratchWidths;
    private final Set<Integer> featureMaps;
    private final @Nullable SearchClocks clocks;

    Recording(
            int searches,
            int individuals,
            List<Operation.Individual> individualPart,
            List<Operation.Population> populationPart,
            RecordedValues values,
            @Nullable SearchClocks clocks) {
        this.searches = searches;
        this.individuals = individuals;
        this.individualPart = List.copyOf(individualPart);
        this.populationPart = List.copyOf(populationPart);
        this.scratchWidths = Map.copyOf(values.widths());
        this.featureMaps = Set.copyOf(values.featureMaps());
        this.clocks = clocks;
    }

    /** Returns the independent searches that share every launch, at least 1. */
    public int searches() {
        return searches;
    }

    /** Returns the individuals in each search, at least 1. */
    public int individuals() {
        return individuals;
    }

    /** Returns the operations on each row alone, in order. */
    public List<Operation.Individual> individualPart() {
        return individualPart;
    }

    /** Returns the operations on all rows of each search, in order. */
    public List<Operation.Population> populationPart() {
        return populationPart;
    }

    /** Returns the elements of a row for each intermediate value, by its number. */
    public Map<Integer, Integer> scratchWidths() {
        return scratchWidths;
    }

    /** Returns which intermediate values are {@link Features}, whose elements a device may store as bfloat16. */
    public Set<Integer> featureMaps() {
        return featureMaps;
    }

    /** Returns the seeds and generations of searches that keep their own; null where all keep the run's. */
    public @Nullable SearchClocks clocks() {
        return clocks;
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

    @Override
    public String toString() {
        return "recording of " + searches + " searches of " + individuals + " individuals, " + individualPart.size()
                + " operations on rows and " + populationPart.size() + " on populations";
    }
}
