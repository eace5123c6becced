package io.github.diffusionelites.reference;

/** Reference of {@link io.github.diffusionelites.device.Operation.Attend}. */
public final class AttendReference {

    private AttendReference() {}

    /**
     * Returns {@code softmax(q k^T / sqrt(headChannels)) v} of each head, [channels / 3, length].
     *
     * @param source queries, keys and values, [channels, length]
     * @param channels {@code 3 * heads * headChannels}
     */
    public static double[] apply(double[] source, int channels, int length, int heads) {
        int size = channels / 3 / heads;
        double[] output = new double[channels / 3 * length];
        for (int head = 0; head < heads; head++) {
            int query = head * size;
            int key = channels / 3 + head * size;
            int value = 2 * (channels / 3) + head * size;
            for (int p = 0; p < length; p++) {
                double[] logits = new double[length];
                for (int other = 0; other < length; other++) {
                    for (int c = 0; c < size; c++) {
                        logits[other] += source[(query + c) * length + p] * source[(key + c) * length + other];
                    }
                    logits[other] /= Math.sqrt(size);
                }
                double[] weights = SoftmaxReference.apply(logits);
                for (int c = 0; c < size; c++) {
                    double sum = 0;
                    for (int other = 0; other < length; other++) {
                        sum += weights[other] * source[(value + c) * length + other];
                    }
                    output[(head * size + c) * length + p] = sum;
                }
            }
        }
        return output;
    }
}
