package io.github.diffusionelites.reference;

/** Reference of {@link io.github.diffusionelites.device.Operation.Moments}. */
public final class MomentsReference {

    /**
     * Mean and biased variance.
     *
     * @param mean [width]
     * @param variance [width]
     */
    public record Result(double[] mean, double[] variance) {}

    private MomentsReference() {}

    /**
     * Returns the moments of the elites' rows in two passes.
     *
     * @param elites at least one row, [K][width]
     */
    public static Result apply(float[][] elites) {
        double[] mean = new double[elites[0].length];
        double[] variance = new double[elites[0].length];
        for (int i = 0; i < mean.length; i++) {
            for (float[] elite : elites) {
                mean[i] += elite[i];
            }
            mean[i] /= elites.length;
            for (float[] elite : elites) {
                variance[i] += (elite[i] - mean[i]) * (elite[i] - mean[i]);
            }
            variance[i] /= elites.length;
        }
        return new Result(mean, variance);
    }
}
