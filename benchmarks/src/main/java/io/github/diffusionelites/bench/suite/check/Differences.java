package io.github.diffusionelites.bench.suite.check;

import java.util.Arrays;

/** How far results are from what they should be. */
final class Differences {

    private Differences() {}

    /** Returns the largest difference, relative to the largest magnitude that is expected; infinite for NaN. */
    static double largest(float[] found, float[] expected) {
        double scale = 1e-30;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            scale = Math.max(scale, Math.abs(expected[i]));
            double own = Math.abs((double) found[i] - expected[i]);
            difference = Double.isNaN(own) ? Double.POSITIVE_INFINITY : Math.max(difference, own);
        }
        return difference / scale;
    }

    /** Returns the root mean square of the differences, relative to that of what is expected. */
    static double usual(float[] found, float[] expected) {
        double difference = 0;
        double square = 1e-60;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow((double) found[i] - expected[i], 2);
            square += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / square);
    }

    /**
     * Requires a number to be small enough.
     *
     * @throws AssertionError if it is not
     */
    static double require(String what, double found, double allowed) {
        if (!(found <= allowed)) {
            throw new AssertionError(what + " differ by " + found + ", beyond " + allowed + ".");
        }
        return found;
    }

    /**
     * Requires that no more bytes are gone than may be.
     *
     * @throws AssertionError if more are
     */
    static void requireBytes(String what, long gone, long allowed) {
        if (gone > allowed) {
            throw new AssertionError(what + ": " + gone + " bytes are gone, beyond " + allowed + ".");
        }
    }

    /**
     * Requires equal bits.
     *
     * @throws AssertionError if an element is another
     */
    static void requireSameBits(String what, float[] found, float[] expected) {
        int place = Arrays.mismatch(found, expected);
        if (place >= 0) {
            throw new AssertionError(what + " differ at element " + place + ": " + found[place] + " instead of "
                    + expected[place] + ".");
        }
    }

    /**
     * Requires equal places of individuals.
     *
     * @throws AssertionError if one is another
     */
    static void requireSame(String what, int[] found, int[] expected) {
        int place = Arrays.mismatch(found, expected);
        if (place >= 0) {
            throw new AssertionError(what + " differ from place " + place + " on; there are " + found.length + " and "
                    + expected.length + ".");
        }
    }
}
