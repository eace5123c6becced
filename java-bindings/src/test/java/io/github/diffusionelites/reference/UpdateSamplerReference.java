package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.SamplerCoefficients;

/** Reference of {@link io.github.diffusionelites.device.Operation.UpdateSampler}. */
public final class UpdateSamplerReference {

    private UpdateSamplerReference() {}

    /**
     * Returns the next state, [width]. A NaN in state or output stays NaN: clamping does not hide it.
     *
     * @param state [width]
     * @param output of the network, [width]
     * @param noise standard normal numbers, [width]; not read where the coefficients draw none
     */
    public static double[] apply(double[] state, double[] output, SamplerCoefficients c, double[] noise) {
        double[] next = new double[state.length];
        for (int i = 0; i < next.length; i++) {
            double unclipped = (double) c.x0State() * state[i] + (double) c.x0Output() * output[i];
            double x0 = Math.max(-c.clip(), Math.min(c.clip(), unclipped));
            double eps = (double) c.epsState() * state[i] + (double) c.epsOutput() * output[i] + c.epsX0() * x0;
            next[i] = c.nextX0() * x0 + c.nextEps() * eps;
            if (c.nextNoise() > 0) {
                next[i] += c.nextNoise() * noise[i];
            }
        }
        return next;
    }
}
