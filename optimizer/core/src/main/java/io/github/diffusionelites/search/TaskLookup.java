package io.github.diffusionelites.search;

import io.github.diffusionelites.reward.SearchLookup;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The searches of a pool, where rewards know a search by its id. Each array is copied once, not for each sample. */
final class TaskLookup implements SearchLookup {

    private final Map<Integer, float[]> parameters = new ConcurrentHashMap<>();

    /**
     * Adds a search.
     *
     * @throws IllegalArgumentException if there is one of its id
     */
    void add(SearchTask task) {
        if (parameters.putIfAbsent(task.id(), task.instance().rewardParameters()) != null) {
            throw new IllegalArgumentException(
                    "The search " + task.id() + " is in the pool already; give each search" + " an id of its own.");
        }
    }

    void remove(SearchTask task) {
        parameters.remove(task.id());
    }

    @Override
    public int id(int place) {
        return place;
    }

    @Override
    public float[] parameters(int place) {
        return Objects.requireNonNull(parameters.get(place));
    }
}
