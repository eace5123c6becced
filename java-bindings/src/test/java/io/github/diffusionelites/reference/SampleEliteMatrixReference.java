package io.github.diffusionelites.reference;

/** Reference of {@link io.github.diffusionelites.device.Operation.SampleEliteMatrix}. */
public final class SampleEliteMatrixReference {

    private SampleEliteMatrixReference() {}

    /**
     * Returns {@code mean + sum_k g_k a_k / sqrt(K) + sqrt(jitter) h}, [d].
     *
     * @param g [K]
     * @param h [d]
     */
    public static double[] apply(EliteGaussian proposal, double[] g, double[] h) {
        float[][] elites = proposal.elites();
        double[] latent = new double[h.length];
        for (int e = 0; e < latent.length; e++) {
            double mixed = 0;
            for (int k = 0; k < elites.length; k++) {
                mixed += g[k] * elites[k][e];
            }
            double share = elites.length == 0 ? 0 : mixed / Math.sqrt(elites.length);
            latent[e] = proposal.mean()[e] + share + Math.sqrt(proposal.jitter()) * h[e];
        }
        return latent;
    }
}
