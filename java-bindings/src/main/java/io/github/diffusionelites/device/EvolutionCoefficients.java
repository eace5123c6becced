package io.github.diffusionelites.device;

/**
 * A step of Diffusion Evolution, a row of the table that {@link Operation.Evolve} reads. Here alpha is the cumulative
 * one: a population of signal sqrt(alpha) and noise sqrt(1 - alpha). What a device needs is worked out in double,
 * because {@code 1 - alpha} of a float32 near 1 has few digits.
 *
 * @param signal {@code sqrt(alpha)} of this generation, at least 0
 * @param deviation {@code sqrt(1 - alpha)}, above 0
 * @param nextSignal {@code sqrt(alpha')} of the next generation, at least 0
 * @param nextDirection {@code sqrt(1 - alpha' - s^2)}, at least 0
 * @param nextNoise s, the standard deviation of fresh noise, at least 0; at 0 none is drawn
 */
public record EvolutionCoefficients(
        float signal, float deviation, float nextSignal, float nextDirection, float nextNoise) {

    /** Columns of the table. */
    public static final int COLUMNS = 5;

    /** Checks the ranges. */
    public EvolutionCoefficients {
        if (!(signal >= 0 && deviation > 0 && nextSignal >= 0 && nextDirection >= 0 && nextNoise >= 0)) {
            throw new IllegalArgumentException(
                    "The coefficients of an evolution step must be at least 0 and its deviation above 0, but they are "
                            + signal + ", " + deviation + ", " + nextSignal + ", " + nextDirection + ", " + nextNoise
                            + ".");
        }
    }

    /**
     * Returns the step from alpha to the next alpha with the noise of Zhang et al. 2025:
     * {@code s = noise sqrt((1 - alpha') / (1 - alpha)) sqrt(1 - alpha / alpha')}.
     *
     * @param alpha in [0, 1)
     * @param next alpha', in [alpha, 1], above 0
     * @param noise share of the noise of DDPM, in [0, 1]
     */
    public static EvolutionCoefficients between(double alpha, double next, double noise) {
        if (!(alpha >= 0 && alpha < 1 && next >= alpha && next > 0 && next <= 1 && noise >= 0 && noise <= 1)) {
            throw new IllegalArgumentException("An evolution step needs 0 <= alpha <= next <= 1 with alpha below 1 and"
                    + " next above 0, and a noise in [0, 1], but they are " + alpha + ", " + next + " and " + noise
                    + ".");
        }
        double s = noise * Math.sqrt((1 - next) / (1 - alpha)) * Math.sqrt(1 - alpha / next);
        return new EvolutionCoefficients(
                (float) Math.sqrt(alpha),
                (float) Math.sqrt(1 - alpha),
                (float) Math.sqrt(next),
                (float) Math.sqrt(Math.max(0, 1 - next - s * s)),
                (float) s);
    }

    /**
     * Returns the step that ends at the estimate itself: the next population is x0, what the search would decode if it
     * stopped at this alpha.
     *
     * @param alpha in [0, 1)
     */
    public static EvolutionCoefficients estimate(double alpha) {
        return between(alpha, 1, 0);
    }

    /** Returns the columns of the table, in order. */
    public float[] row() {
        return new float[] {signal, deviation, nextSignal, nextDirection, nextNoise};
    }
}
