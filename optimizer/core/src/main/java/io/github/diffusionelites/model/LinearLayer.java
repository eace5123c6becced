package io.github.diffusionelites.model;

/** {@code W x + b} in double precision, for what is computed once when a program is recorded. */
final class LinearLayer {

    private final float[] weight;
    private final float[] bias;

    /**
     * Makes a layer.
     *
     * @param name parameters NAME.weight [out, in] and NAME.bias [out]
     */
    LinearLayer(UnetWeights weights, String name) {
        this.weight = weights.floats(name + ".weight");
        this.bias = weights.floats(name + ".bias");
    }

    double[] apply(double[] x) {
        double[] y = new double[bias.length];
        for (int row = 0; row < y.length; row++) {
            double sum = bias[row];
            for (int i = 0; i < x.length; i++) {
                sum += weight[row * x.length + i] * x[i];
            }
            y[row] = sum;
        }
        return y;
    }
}
