package io.github.diffusionelites.batch;

import io.github.diffusionelites.search.SearchInstance;
import io.github.diffusionelites.search.SearchTask;
import io.github.diffusionelites.search.StoppingRules;
import java.util.Objects;

/**
 * A search of a manifest. It gives the same bits alone and beside any others.
 *
 * @param row its place in the manifest, from 0
 * @param instance what is particular to it; its id is the manifest's own
 * @param seed of its random numbers
 * @param rules when it ends early
 */
public record ManifestSearch(int row, SearchInstance instance, long seed, StoppingRules rules) {

    /** Checks that nothing is missing. */
    public ManifestSearch {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(rules, "rules");
        if (row < 0) {
            throw new IllegalArgumentException("The row of a search must be at least 0, but is " + row + ".");
        }
    }

    /** Returns the search without its place. */
    public SearchTask task() {
        return new SearchTask(instance, seed, rules);
    }

    /** Returns the id. */
    public int id() {
        return instance.id();
    }
}
