package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Epilogue;

/** Reference of {@link io.github.diffusionelites.device.Operation.Convolve}. */
public final class ConvolveReference {

    private ConvolveReference() {}

    /**
     * Returns the convolution with its epilogue, [out, outLength].
     *
     * @param source [in, length]
     * @param length positions of the source
     * @param residual [out, outLength]; null where the epilogue has none
     */
    public static double[] apply(
            double[] source, int length, Convolution1d convolution, Epilogue epilogue, double[] residual) {
        double[] output = convolve(source, length, convolution);
        return EpilogueReference.apply(output, convolution.out(), convolution.outLength(length), epilogue, residual);
    }

    /** Returns {@code y[o, p] = bias[o] + sum over i, k of weight[o, i, k] * x[i, p * stride + k - padding]}. */
    private static double[] convolve(double[] source, int length, Convolution1d convolution) {
        int in = convolution.in();
        int taps = convolution.kernel();
        int repeat = convolution.upsample() ? 2 : 1;
        int outLength = convolution.outLength(length);
        float[] weight = convolution.weight().values();
        float[] bias = convolution.bias() == null
                ? new float[convolution.out()]
                : convolution.bias().values();
        double[] output = new double[convolution.out() * outLength];
        for (int o = 0; o < convolution.out(); o++) {
            for (int p = 0; p < outLength; p++) {
                double sum = bias[o];
                for (int i = 0; i < in; i++) {
                    for (int k = 0; k < taps; k++) {
                        int position = p * convolution.stride() + k - convolution.padding();
                        if (position >= 0 && position < repeat * length) {
                            sum += weight[(o * in + i) * taps + k] * source[i * length + position / repeat];
                        }
                    }
                }
                output[o * outLength + p] = sum;
            }
        }
        return output;
    }
}
