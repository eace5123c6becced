package io.github.diffusionelites.search;

import java.util.Objects;

/**
 * A search that shares a device with others, but neither their seed nor their end. It gives the same bits alone and
 * beside any others.
 *
 * @param instance what is particular to it
 * @param seed of its random numbers
 * @param rules when it ends early
 */
public record SearchTask(SearchInstance instance, long seed, StoppingRules rules) {

    /** Checks that nothing is missing. */
    public SearchTask {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(rules, "rules");
    }

    /** Returns the id of the search. */
    public int id() {
        return instance.id();
    }
}
