package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Selection;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The population of a generation, read from the device when it is asked for. It can be read until the next generation
 * starts, by any thread; searches are counted by their place in the batch.
 */
public final class Population {

    private final SearchState state;
    private final int generation;
    private final Predicate<Population> current;

    Population(SearchState state, int generation, Predicate<Population> current) {
        this.state = state;
        this.generation = generation;
        this.current = current;
    }

    /** Returns the generation, counted from 0. */
    public int generation() {
        return generation;
    }

    /** Returns N, the individuals of a search, active or not. */
    public int size() {
        return state.plan.population();
    }

    /**
     * Returns samples, row-major [N, channels, length].
     *
     * @param search in [0, searches)
     * @throws IllegalStateException if the search has gone on, was resumed or is closed
     * @throws ArithmeticException if they are more than one array holds
     */
    public float[] samples(int search) {
        return samples(search, 0, size());
    }

    /**
     * Returns samples of some individuals, row-major [count, channels, length].
     *
     * @param search in [0, searches)
     * @param first individual, in [0, N]
     * @param count of individuals, in [0, N - first]
     * @throws IllegalStateException if the search has gone on, was resumed or is closed
     * @throws ArithmeticException if they are more than one array holds
     */
    public float[] samples(int search, int first, int count) {
        return rows(state.samples, search, first, count, state.plan.dimension());
    }

    /**
     * Returns latents, row-major [N, d].
     *
     * @param search in [0, searches)
     * @throws IllegalStateException if the search has gone on, was resumed or is closed
     * @throws ArithmeticException if they are more than one array holds
     */
    public float[] latents(int search) {
        return latents(search, 0, size());
    }

    /**
     * Returns latents of some individuals, row-major [count, d].
     *
     * @param search in [0, searches)
     * @param first individual, in [0, N]
     * @param count of individuals, in [0, N - first]
     * @throws IllegalStateException if the search has gone on, was resumed or is closed
     * @throws ArithmeticException if they are more than one array holds
     */
    public float[] latents(int search, int first, int count) {
        return rows(state.latents, search, first, count, state.plan.dimension());
    }

    /**
     * Returns rewards [N], NaN where there is none; those of individuals that are not active do not count.
     *
     * @param search in [0, searches)
     * @throws IllegalStateException if the search has gone on, was resumed or is closed
     */
    public float[] rewards(int search) {
        return rows(state.rewards, search, 0, size(), 1);
    }

    /**
     * Returns the places of the elites in the population, ascending.
     *
     * @param search in [0, searches)
     * @throws IllegalStateException if the search has gone on, was resumed or is closed
     */
    public int[] elites(int search) {
        require(search);
        int[] summary = new int[Selection.SUMMARY];
        state.selection.summary().read((long) search * Selection.SUMMARY, summary);
        requireCurrent();
        int[] elites = new int[summary[Selection.COUNT]];
        if (elites.length > 0) {
            state.selection.elites().read((long) search * size(), elites);
            requireCurrent();
        }
        return elites;
    }

    private float[] rows(Buffer buffer, int search, int first, int count, int width) {
        require(search);
        Objects.checkFromIndexSize(first, count, size());
        long numbers = (long) count * width;
        if (numbers > Integer.MAX_VALUE - 8) {
            throw new ArithmeticException(count + " individuals of " + width + " coordinates are " + numbers
                    + " numbers, more than one array holds; read fewer individuals at a time.");
        }
        float[] rows = new float[(int) numbers];
        if (count > 0) {
            buffer.read(((long) search * size() + first) * width, rows);
            requireCurrent();
        }
        return rows;
    }

    private void require(int search) {
        requireCurrent();
        if (search < 0 || search >= state.plan.searches()) {
            throw new IndexOutOfBoundsException(
                    "There is no search " + search + " in a batch of " + state.plan.searches() + ", counted from 0.");
        }
    }

    /** Asked before and after a read, as another thread may go on with the search meanwhile. */
    private void requireCurrent() {
        if (!current.test(this)) {
            throw new IllegalStateException("The population of generation " + generation
                    + " is gone, as the search has gone on or is closed; read it before.");
        }
    }
}
