package io.github.diffusionelites.model;

/** The error function and the activation that is made of it, within 3e-16 of the true values. */
final class ErrorFunction {

    /** Below, the series needs few terms; above, the continued fraction does. */
    private static final double SERIES_END = 2.5;
    /** From here on erf is 1 in double precision. */
    private static final double SATURATION = 6;

    private static final int FRACTION_DEPTH = 60;

    private ErrorFunction() {}

    /** Returns {@code x (1 + erf(x / sqrt(2))) / 2}, the exact GELU (Hendrycks and Gimpel 2016). */
    static double gelu(double x) {
        return 0.5 * x * erfc(-x / Math.sqrt(2));
    }

    /** Returns {@code 2 / sqrt(pi)} times the integral of {@code exp(-t^2)} from 0 to x. */
    static double erf(double x) {
        double magnitude = Math.abs(x);
        double value =
                magnitude < SERIES_END ? series(magnitude) : magnitude > SATURATION ? 1 : 1 - fraction(magnitude);
        return Math.copySign(value, x);
    }

    /** Returns {@code 1 - erf(x)}, from {@value #SERIES_END} on without cancellation. */
    static double erfc(double x) {
        return x < SERIES_END ? 1 - erf(x) : fraction(x);
    }

    /** {@code 2 / sqrt(pi) exp(-x^2) sum over n of 2^n x^(2n+1) / (1 3 5 ... (2n+1))}; DLMF 7.6.2, no cancellation. */
    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; term > sum * Math.ulp(1.0) / 2; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    /** {@code exp(-x^2) / sqrt(pi) 1 / (x + (1/2) / (x + 1 / (x + (3/2) / (x + ...))))}; DLMF 7.9.1, backwards. */
    private static double fraction(double x) {
        double tail = x;
        for (int n = FRACTION_DEPTH; n > 0; n--) {
            tail = x + n / 2.0 / tail;
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / tail;
    }
}
