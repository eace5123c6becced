package io.github.diffusionelites.reference;

/** Reference of {@link io.github.diffusionelites.device.Operation.Rescale}. */
public final class RescaleReference {

    private RescaleReference() {}

    /**
     * Returns a row at another Euclidean length, [width]; zeros if it has none.
     *
     * @param source [width]
     * @param length positive
     */
    public static double[] apply(double[] source, float length) {
        double square = 0;
        for (double value : source) {
            square += value * value;
        }
        double[] target = new double[source.length];
        for (int e = 0; e < target.length; e++) {
            target[e] = square == 0 ? 0 : source[e] * (length / Math.sqrt(square));
        }
        return target;
    }
}
