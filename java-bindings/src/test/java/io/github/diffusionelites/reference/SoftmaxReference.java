package io.github.diffusionelites.reference;

/** The softmax of the attentions: {@code exp(x_i) / sum exp(x_j)}, with the maximum taken off first. */
final class SoftmaxReference {

    private SoftmaxReference() {}

    /** Returns the softmax of all elements. */
    static double[] apply(double[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            largest = Math.max(largest, logit);
        }
        double[] weights = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            weights[i] = Math.exp(logits[i] - largest);
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }
}
