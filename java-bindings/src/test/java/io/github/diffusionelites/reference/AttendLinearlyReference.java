package io.github.diffusionelites.reference;

import java.util.Arrays;

/** Reference of {@link io.github.diffusionelites.device.Operation.AttendLinearly}. */
public final class AttendLinearlyReference {

    private AttendLinearlyReference() {}

    /**
     * Returns {@code (k^T v)^T q} of each head, [channels / 3, length], where q is a softmax over the channels of the
     * head times {@code headChannels^-1/2} and k a softmax over positions.
     *
     * @param source queries, keys and values, [channels, length]
     * @param channels {@code 3 * heads * headChannels}
     */
    public static double[] apply(double[] source, int channels, int length, int heads) {
        int size = channels / 3 / heads;
        double[] output = new double[channels / 3 * length];
        for (int head = 0; head < heads; head++) {
            int value = 2 * (channels / 3) + head * size;
            double[][] keys = keys(source, channels / 3 + head * size, size, length);
            double[][] context = new double[size][size];
            for (int k = 0; k < size; k++) {
                for (int v = 0; v < size; v++) {
                    for (int p = 0; p < length; p++) {
                        context[k][v] += keys[k][p] * source[(value + v) * length + p];
                    }
                }
            }
            for (int p = 0; p < length; p++) {
                double[] queries = queries(source, head * size, size, length, p);
                for (int v = 0; v < size; v++) {
                    double sum = 0;
                    for (int k = 0; k < size; k++) {
                        sum += context[k][v] * queries[k];
                    }
                    output[(head * size + v) * length + p] = sum;
                }
            }
        }
        return output;
    }

    private static double[][] keys(double[] source, int begin, int size, int length) {
        double[][] keys = new double[size][];
        for (int k = 0; k < size; k++) {
            int from = (begin + k) * length;
            keys[k] = SoftmaxReference.apply(Arrays.copyOfRange(source, from, from + length));
        }
        return keys;
    }

    private static double[] queries(double[] source, int begin, int size, int length, int position) {
        double[] logits = new double[size];
        for (int k = 0; k < size; k++) {
            logits[k] = source[(begin + k) * length + position];
        }
        double[] queries = SoftmaxReference.apply(logits);
        for (int k = 0; k < size; k++) {
            queries[k] /= Math.sqrt(size);
        }
        return queries;
    }
}
