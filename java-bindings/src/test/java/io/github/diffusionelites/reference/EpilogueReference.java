package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.Epilogue;

/** Reference of an {@link Epilogue}: {@code residual + activation(norm(y) * (1 + scale) + shift)}. */
public final class EpilogueReference {

    private EpilogueReference() {}

    /**
     * Returns what is stored of an output, [channels, length].
     *
     * @param output [channels, length]
     * @param residual [channels, length]; null where the epilogue has none
     */
    public static double[] apply(double[] output, int channels, int length, Epilogue epilogue, double[] residual) {
        double[] values = NormalizeReference.apply(output, channels, length, epilogue.norm());
        float[] modulation = epilogue.scaleShift() == null
                ? new float[2 * channels]
                : epilogue.scaleShift().values();
        for (int c = 0; c < channels; c++) {
            for (int p = 0; p < length; p++) {
                int at = c * length + p;
                double modulated = values[at] * (1.0 + modulation[c]) + modulation[channels + c];
                values[at] = ActivationReference.apply(epilogue.activation(), modulated)
                        + (residual == null ? 0 : residual[at]);
            }
        }
        return values;
    }
}
