package io.github.diffusionelites.run;

import io.github.diffusionelites.run.picture.Paths;
import io.github.diffusionelites.run.picture.Trajectories;
import io.github.diffusionelites.search.Population;

/**
 * The paths of the first search of a batch, read from the device when they are asked for.
 *
 * @param population of a generation
 * @param length positions of a path
 */
record PopulationPaths(Population population, int length) implements Paths {

    @Override
    public int count() {
        return population.size();
    }

    @Override
    public Trajectories first(int most) {
        return new Trajectories(population.samples(0, 0, Math.min(most, count())), length);
    }

    @Override
    public Trajectories subset(int[] places) {
        float[] chosen = new float[2 * length * places.length];
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(population.samples(0, places[i], 1), 0, chosen, 2 * length * i, 2 * length);
        }
        return new Trajectories(chosen, length);
    }
}
