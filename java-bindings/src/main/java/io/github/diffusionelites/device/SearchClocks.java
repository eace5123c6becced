package io.github.diffusionelites.device;

import java.util.Objects;

/**
 * Seeds and generations of searches that do not keep the run's time: one that enters a batch while others are half done
 * draws the same noise, and keeps its champions in the same places, as alone. Hosts write them between runs, which read
 * them when they begin.
 *
 * @param seeds {@code I32 [2, searches]}: the low words of the seeds, then the high words
 * @param generations {@code I32 [searches]}, each in [0, 2^20), and below what the recorded operations have places or
 *     coefficients for
 */
public record SearchClocks(Buffer seeds, Buffer generations) {

    /** Checks that both are there. */
    public SearchClocks {
        Objects.requireNonNull(seeds, "seeds");
        Objects.requireNonNull(generations, "generations");
    }

    /** Returns the words of seeds, as {@link #seeds} holds them. */
    public static int[] words(long... seeds) {
        int[] words = new int[2 * seeds.length];
        for (int i = 0; i < seeds.length; i++) {
            words[i] = (int) seeds[i];
            words[seeds.length + i] = (int) (seeds[i] >>> Integer.SIZE);
        }
        return words;
    }
}
