package io.github.diffusionelites.reference;

/**
 * Standard normal numbers by the method of Box and Muller 1958. The words {@code (w0, w1)} of a quadruple make elements
 * 0 and 1, {@code (w2, w3)} make elements 2 and 3; the uniform number of the radius is the float32 that devices use.
 */
public final class NormalReference {

    private NormalReference() {}

    /** Returns the first {@code width} normal numbers of a place. */
    public static double[] row(NoisePlace place, int width) {
        double[] normals = new double[width];
        int[] words = null;
        for (int element = 0; element < width; element++) {
            if (element % 4 == 0) {
                words = place.words(element / 4);
            }
            int pair = element % 4 / 2 * 2;
            double radius = Math.sqrt(-2 * Math.log(uniform(words[pair])));
            double angle = 2 * Math.PI * Integer.toUnsignedLong(words[pair + 1]) * 0x1p-32;
            normals[element] = element % 2 == 0 ? radius * Math.cos(angle) : radius * Math.sin(angle);
        }
        return normals;
    }

    /** Returns {@code w * 2^-32 + 2^-33} in (0, 1], the word rounded to float32 first and the sum rounded once. */
    public static float uniform(int word) {
        return Math.fma((float) Integer.toUnsignedLong(word), 0x1p-32f, 0x1p-33f);
    }
}
