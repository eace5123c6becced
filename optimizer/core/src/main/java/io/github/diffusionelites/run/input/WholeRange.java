package io.github.diffusionelites.run.input;

import org.jspecify.annotations.Nullable;

/**
 * Integers.
 *
 * @param least that is allowed
 * @param largest that is allowed
 */
public record WholeRange(long least, long largest) implements Allowed<Long> {

    @Override
    public String describe() {
        return "an integer from " + least + " to " + largest;
    }

    @Override
    public @Nullable Long of(@Nullable Object value) {
        return value instanceof Long whole && whole >= least && whole <= largest ? whole : null;
    }
}
