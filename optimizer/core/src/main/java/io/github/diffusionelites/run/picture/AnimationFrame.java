package io.github.diffusionelites.run.picture;

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
    static AnimationFrame of(int generation, int steps, Trajectories population, int[] elites, double[] rewards) {
        int[] worstFirst = IntStream.range(0, elites.length)
                .boxed()
                .sorted(Comparator.comparingDouble(e -> rewards[e]))
                .mapToInt(Integer::intValue)
                .skip(Math.max(0, elites.length - MOST_PATHS))
                .toArray();
        return new AnimationFrame(
                generation,
                steps,
                population.first(MOST_PATHS),
                population.subset(IntStream.of(worstFirst).map(e -> elites[e]).toArray()),
                IntStream.of(worstFirst).mapToDouble(e -> rewards[e]).toArray());
    }
}
