package io.github.diffusionelites.reference;

import java.util.Arrays;

/** Reference of {@link io.github.diffusionelites.device.Operation.Concatenate}. */
public final class ConcatenateReference {

    private ConcatenateReference() {}

    /**
     * Returns the channels of the first, then those of the second.
     *
     * @param first [channels, length]
     * @param second [more channels, length]
     */
    public static double[] apply(double[] first, double[] second) {
        double[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
