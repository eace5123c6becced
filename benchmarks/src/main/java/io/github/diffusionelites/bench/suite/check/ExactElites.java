package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.search.Sense;
import java.util.Arrays;

/** Who the elites of given rewards are, by the order that is promised: NaN never, ties to the lowest index. */
final class ExactElites {

    private ExactElites() {}

    /**
     * Returns the places of the best, ascending; fewer where there are fewer rewards than that.
     *
     * @param rewards [N], NaN for none
     */
    static int[] of(float[] rewards, int count, Sense sense) {
        long[] keys = new long[rewards.length];
        int ranked = 0;
        for (int i = 0; i < rewards.length; i++) {
            if (!Float.isNaN(rewards[i])) {
                // A zero of either sign is the same; the sign is turned so that the best are the smallest.
                float value = (sense == Sense.MAXIMIZE ? -rewards[i] : rewards[i]) + 0f;
                int bits = Float.floatToRawIntBits(value);
                int ordered = bits < 0 ? ~bits ^ Integer.MIN_VALUE : bits;
                keys[ranked++] = (long) ordered << 32 | i;
            }
        }
        long[] sorted = Arrays.copyOf(keys, ranked);
        Arrays.parallelSort(sorted);
        return Arrays.stream(sorted, 0, Math.min(count, ranked))
                .mapToInt(key -> (int) key)
                .sorted()
                .toArray();
    }
}
