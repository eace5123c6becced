package io.github.diffusionelites.device;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The intermediate values of one recording. Devices place them by number and trust their shapes, so that a value of
 * another recording, or one that was made by hand, must not get in.
 */
final class RecordedValues {

    private final Map<Integer, Integer> widths = new HashMap<>();
    private final Set<Integer> featureMaps = new HashSet<>();
    private final Set<Object> made = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * Makes a feature map.
     *
     * @throws IllegalArgumentException if it is too large
     */
    Features features(long channels, int length) {
        int floats = floats("A feature map", channels, length);
        Features features = new Features(widths.size(), (int) channels, length);
        widths.put(features.id(), floats);
        featureMaps.add(features.id());
        made.add(features);
        return features;
    }

    /** Makes rows of at least 1 float. */
    Rows.Scratch scratch(int width) {
        Rows.Scratch scratch = new Rows.Scratch(widths.size(), width);
        widths.put(scratch.id(), width);
        made.add(scratch);
        return scratch;
    }

    /**
     * Refuses a value that this recording did not make.
     *
     * @throws IllegalArgumentException if it comes from elsewhere
     */
    void require(Record value) {
        if (!made.contains(value)) {
            throw new IllegalArgumentException(
                    value + " is not a value of this recording; use those that its recorder returned.");
        }
    }

    /**
     * Returns channels times length.
     *
     * @throws IllegalArgumentException if one is below 1 or the product is not an int
     */
    static int floats(String what, long channels, int length) {
        long product = channels * length;
        if (channels < 1 || length < 1 || product > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(what + " [" + channels + ", " + length
                    + "] needs at least 1 channel and 1 position, and fewer than 2^31 floats in all.");
        }
        return (int) product;
    }

    /** Returns the floats of a row for each value, by its number. */
    Map<Integer, Integer> widths() {
        return widths;
    }

    /** Returns the numbers of the values that are feature maps. */
    Set<Integer> featureMaps() {
        return featureMaps;
    }
}
