package io.github.diffusionelites.batch;

import io.github.diffusionelites.search.TaskCheckpoint;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A search that is to be run.
 *
 * @param search of the manifest
 * @param state from which it goes on; null at its beginning
 */
record Assignment(ManifestSearch search, @Nullable TaskCheckpoint state) {

    Assignment {
        Objects.requireNonNull(search, "search");
    }

    /** Returns the search from another state, if that is later than its own; null is its beginning. */
    Assignment orFrom(@Nullable TaskCheckpoint other) {
        boolean later = other != null && (state == null || other.generation() > state.generation());
        return later ? new Assignment(search, other) : this;
    }
}
