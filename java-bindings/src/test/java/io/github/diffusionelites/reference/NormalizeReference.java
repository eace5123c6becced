package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.Norm;

/**
 * Reference of {@link io.github.diffusionelites.device.Operation.Normalize} and of the norm of an epilogue. Sums of squares
 * that a float32 cannot hold are NaN, as {@link Norm} says.
 */
public final class NormalizeReference {

    /** Keeps a vector of zeros from being divided by zero. */
    private static final double SMALLEST_LENGTH = 1e-12;

    private NormalizeReference() {}

    /**
     * Returns the normalised values, [channels, length]; a new array.
     *
     * @param values [channels, length]
     */
    public static double[] apply(double[] values, int channels, int length, Norm norm) {
        return switch (norm) {
            case Norm.None() -> values.clone();
            case Norm.Group group -> group(values, channels, length, group);
            case Norm.Rms rms -> rms(values, channels, length, rms.gain().values());
        };
    }

    private static double[] group(double[] values, int channels, int length, Norm.Group norm) {
        float[] gain = norm.gain().values();
        float[] bias = norm.bias().values();
        int size = channels / norm.groups() * length;
        double[] result = new double[values.length];
        for (int begin = 0; begin < values.length; begin += size) {
            double mean = 0;
            for (int i = begin; i < begin + size; i++) {
                mean += values[i] / size;
            }
            double variance = 0;
            for (int i = begin; i < begin + size; i++) {
                variance += (values[i] - mean) * (values[i] - mean) / size;
            }
            double deviation = Math.sqrt(nanUnlessHeld(variance * size) / size + norm.epsilon());
            for (int i = begin; i < begin + size; i++) {
                int channel = i / length;
                result[i] = (values[i] - mean) / deviation * gain[channel] + bias[channel];
            }
        }
        return result;
    }

    private static double[] rms(double[] values, int channels, int length, float[] gain) {
        double[] result = new double[values.length];
        for (int p = 0; p < length; p++) {
            double squares = 0;
            for (int c = 0; c < channels; c++) {
                squares += values[c * length + p] * values[c * length + p];
            }
            double scale = Math.sqrt(channels) / Math.max(Math.sqrt(nanUnlessHeld(squares)), SMALLEST_LENGTH);
            for (int c = 0; c < channels; c++) {
                result[c * length + p] = values[c * length + p] * scale * gain[c];
            }
        }
        return result;
    }

    private static double nanUnlessHeld(double sum) {
        return sum <= Float.MAX_VALUE ? sum : Double.NaN;
    }
}
