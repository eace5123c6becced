package io.github.diffusionelites.reference;

/** Reference of {@link io.github.diffusionelites.device.Operation.Affine}. */
public final class AffineReference {

    private AffineReference() {}

    /**
     * Returns {@code shift[e / m] + scale[e / m] * x[e]}, [width], where {@code m = width / n}.
     *
     * @param source [width]
     * @param scale [n], n a divisor of the width
     * @param shift [n]
     */
    public static double[] apply(double[] source, float[] scale, float[] shift) {
        int m = source.length / scale.length;
        double[] target = new double[source.length];
        for (int e = 0; e < target.length; e++) {
            target[e] = shift[e / m] + scale[e / m] * source[e];
        }
        return target;
    }
}
