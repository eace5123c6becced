package io.github.diffusionelites.run.picture;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What an animation draws of a generation.
 *
 * @param generation counted from 0
 * @param steps denoising steps that the samples were decoded with; 0 if there is no network
 * @param population the first paths of it
 * @param elites the best of them, the worst first
 * @param rewards of the elites in the same order, larger is better; not copied
 */
public record AnimationFrame(
        int generation, int steps, Trajectories population, Trajectories elites, double[] rewards) {

    /** More paths would only blacken the picture, and take minutes for huge populations. */
    private static final int MOST_PATHS = 2000;

    /** Checks that each elite has a reward. */
    public AnimationFrame {
        if (elites.count() != rewards.length) {
            throw new IllegalArgumentException(
                    elites.count() + " elites cannot have " + rewards.length + " rewards; give one for each.");
        }
    }

    /** Chooses what is drawn of a whole generation; arguments as in {@link PopulationAnimation#add}. */
    static AnimationFrame of(int generation, int steps, Paths population, int[] elites, double[] rewards) {
        int[] worstFirst = best(rewards)
                .boxed()
                .sorted(Comparator.comparingDouble(e -> rewards[e]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new AnimationFrame(
                generation,
                steps,
                population.first(MOST_PATHS),
                population.subset(IntStream.of(worstFirst).map(e -> elites[e]).toArray()),
                IntStream.of(worstFirst).mapToDouble(e -> rewards[e]).toArray());
    }

    /** Returns the places of the best rewards, ascending; of equal ones at the limit the later places. */
    private static IntStream best(double[] rewards) {
        if (rewards.length <= MOST_PATHS) {
            return IntStream.range(0, rewards.length);
        }
        // Numbers, not objects: there may be millions of elites.
        double[] sorted = rewards.clone();
        Arrays.sort(sorted);
        double least = sorted[sorted.length - MOST_PATHS];
        long better =
                Arrays.stream(rewards).filter(r -> Double.compare(r, least) > 0).count();
        int[] equal = IntStream.range(0, rewards.length)
                .filter(e -> Double.compare(rewards[e], least) == 0)
                .toArray();
        int firstEqual = equal[equal.length - (int) (MOST_PATHS - better)];
        return IntStream.range(0, rewards.length).filter(e -> {
            int order = Double.compare(rewards[e], least);
            return order > 0 || (order == 0 && e >= firstEqual);
        });
    }
}
