package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.Activation;

/** Reference of an {@link Activation}. */
public final class ActivationReference {

    /** Below here the continued fraction of the tail converges faster than the series. */
    private static final double TAIL = -3;

    private static final int TERMS = 200;

    private ActivationReference() {}

    /** Returns the activation of x. */
    public static double apply(Activation activation, double x) {
        return switch (activation) {
            case NONE -> x;
            case SILU -> x / (1 + Math.exp(-x));
            case MISH -> x * Math.tanh(softplus(x));
            case GELU -> x * distribution(x);
        };
    }

    /** Returns {@code ln(1 + exp(x))}. */
    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /**
     * Returns the distribution function of a normal number: Laplace's continued fraction in the tails, elsewhere
     * {@code 1/2 + phi(x) (x + x^3/3 + x^5/(3*5) + ...)}.
     */
    static double distribution(double x) {
        if (x > -TAIL) {
            return 1 - distribution(-x);
        }
        double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
        if (x < TAIL) {
            double fraction = -x;
            for (int n = TERMS; n > 0; n--) {
                fraction = -x + n / fraction;
            }
            return density / fraction;
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < TERMS; n++) {
            term *= x * x / (2 * n + 1);
            sum += term;
        }
        return 0.5 + density * sum;
    }
}
