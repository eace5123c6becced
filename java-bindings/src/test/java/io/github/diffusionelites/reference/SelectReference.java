package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.device.SelectionRule;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Reference of {@link io.github.diffusionelites.device.Operation.Select}. */
public final class SelectReference {

    /**
     * Who was selected in a search.
     *
     * @param elites ascending
     * @param nans NaN rewards among the active individuals
     * @param best -1 without a reward that is a number
     * @param threshold reward of the worst elite; NaN without elites
     */
    public record Result(List<Integer> elites, int nans, Selection.Status status, int best, float threshold) {}

    private SelectReference() {}

    /**
     * Selects among the rewards of a search. All rewards count as equal also where a single one is a number.
     *
     * @param rewards [individuals]
     * @param settings [4], columns of {@link SelectionRule}
     */
    public static Result apply(float[] rewards, int[] settings) {
        int active = settings[SelectionRule.ACTIVE];
        int sense = settings[SelectionRule.SENSE];
        List<Integer> ranked = ranked(rewards, active, sense);
        int nans = active - ranked.size();
        if (ranked.isEmpty()) {
            Selection.Status status = active == 0 ? Selection.Status.INACTIVE : Selection.Status.ALL_NAN;
            return new Result(List.of(), nans, status, -1, Float.NaN);
        }
        int count = Math.min(settings[SelectionRule.ELITES], ranked.size());
        float threshold = rewards[ranked.get(count - 1)];
        if (settings[SelectionRule.RULE] >= SelectionRule.THRESHOLD.ordinal()) {
            // The primitive comparison takes -0 as equal to +0.
            count = (int) ranked.stream()
                    .filter(i -> sense * rewards[i] >= sense * threshold)
                    .count();
        }
        List<Integer> elites = ranked.subList(0, count).stream().sorted().toList();
        boolean equal = rewards[ranked.getFirst()] == rewards[ranked.getLast()];
        Selection.Status status = equal && active > 1 ? Selection.Status.ALL_EQUAL : Selection.Status.SELECTED;
        return new Result(elites, nans, status, ranked.getFirst(), threshold);
    }

    /** Returns the active individuals whose rewards are numbers, best first, of equal ones the lowest index first. */
    static List<Integer> ranked(float[] rewards, int active, int sense) {
        // Adding +0 makes -0 into +0, which Double.compare would tell apart.
        Comparator<Integer> worstFirst = Comparator.comparingDouble(i -> sense * (double) rewards[i] + 0.0);
        return IntStream.range(0, active)
                .filter(i -> !Float.isNaN(rewards[i]))
                .boxed()
                .sorted(worstFirst.reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
    }
}
