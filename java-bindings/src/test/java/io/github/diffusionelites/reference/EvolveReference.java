package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.EvolutionCoefficients;

/** Reference of {@link io.github.diffusionelites.device.Operation.Evolve}. */
public final class EvolveReference {

    /**
     * An individual after the step.
     *
     * @param next [d], without noise
     * @param sampleSize effective sample size of its estimate; NaN where its row is not finite
     */
    public record Result(double[] next, double sampleSize) {}

    private EvolveReference() {}

    /** Returns whether an individual has weight. */
    public static boolean hasWeight(float[] row, float logFitness) {
        return RefitOutcomeReference.finite(row) && logFitness > Float.NEGATIVE_INFINITY;
    }

    /**
     * Moves one individual by the formulas as they stand, in plain coordinates.
     *
     * @param x the individual, [d]
     * @param keys the active individuals that have weight, [n][d], n at least 1
     * @param logFitness theirs, [n]
     */
    public static Result apply(float[] x, float[][] keys, float[] logFitness, EvolutionCoefficients coefficients) {
        double[] logits = new double[keys.length];
        double top = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < keys.length; j++) {
            double square = 0;
            for (int e = 0; e < x.length; e++) {
                double difference = x[e] - (double) coefficients.signal() * keys[j][e];
                square += difference * difference;
            }
            double deviation = coefficients.deviation();
            logits[j] = Math.min(logFitness[j], Float.MAX_VALUE) - square / (2 * deviation * deviation);
            top = Math.max(top, logits[j]);
        }
        double sum = 0;
        double squares = 0;
        double[] estimate = new double[x.length];
        for (int j = 0; j < keys.length; j++) {
            double weight = Math.exp(logits[j] - top);
            sum += weight;
            squares += weight * weight;
            for (int e = 0; e < x.length; e++) {
                estimate[e] += weight * keys[j][e];
            }
        }
        double[] next = new double[x.length];
        for (int e = 0; e < x.length; e++) {
            double origin = estimate[e] / sum;
            double direction = (x[e] - coefficients.signal() * origin) / coefficients.deviation();
            next[e] = coefficients.nextSignal() * origin + coefficients.nextDirection() * direction;
        }
        return new Result(next, sum * sum / squares);
    }
}
