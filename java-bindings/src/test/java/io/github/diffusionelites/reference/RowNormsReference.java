package io.github.diffusionelites.reference;

import java.util.Arrays;

/** Reference of {@link io.github.diffusionelites.device.Operation.RowNorms}. */
public final class RowNormsReference {

    private RowNormsReference() {}

    /**
     * Returns mean and deviation of the norms that are finite; NaN without any.
     *
     * @param rows the active rows, [n][d]
     */
    public static double[] apply(float[][] rows) {
        double[] norms = Arrays.stream(rows)
                .mapToDouble(RowNormsReference::norm)
                .filter(Double::isFinite)
                .toArray();
        double mean = Arrays.stream(norms).average().orElse(Double.NaN);
        double variance = Arrays.stream(norms)
                .map(norm -> (norm - mean) * (norm - mean))
                .average()
                .orElse(Double.NaN);
        return new double[] {mean, Math.sqrt(variance)};
    }

    private static double norm(float[] row) {
        double sum = 0;
        for (float value : row) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
