package io.github.diffusionelites.device;

/** The search distribution of each search, as buffers: what sampling reads and refitting writes. */
public sealed interface Proposal {

    /** Columns of {@link #divergence}. */
    int DIVERGENCE = 3;
    /** Column of KL(new || former proposal), in nats. */
    int KL_STEP = 0;
    /** Column of KL(new || N(0, I)), in nats. */
    int KL_PRIOR = 1;
    /** Column of the root of the mean variance. */
    int SPREAD = 2;

    /** Returns the means, {@code F32 [searches, d]}. */
    Buffer mean();

    /**
     * Returns step KL, prior KL and spread of the last refit, {@code F32 [searches, 3]}; a kept proposal has step 0.
     */
    Buffer divergence();

    /** Returns the {@link RefitOutcome} of the last refit, {@code I32 [searches]}. */
    Buffer outcome();

    /**
     * A Gaussian with independent coordinates.
     *
     * @param mean {@code F32 [searches, d]}
     * @param deviation {@code F32 [searches, d]}
     * @param divergence {@code F32 [searches, 3]}
     * @param outcome {@code I32 [searches]}
     */
    record Diagonal(Buffer mean, Buffer deviation, Buffer divergence, Buffer outcome) implements Proposal {}

    /**
     * A Gaussian with full covariance.
     *
     * @param mean {@code F32 [searches, d]}
     * @param covariance {@code F32 [searches, d, d]}, symmetric
     * @param factor its lower Cholesky factor, {@code F32 [searches, d, d]}, zeros above the diagonal
     * @param divergence {@code F32 [searches, 3]}
     * @param outcome {@code I32 [searches]}
     */
    record Full(Buffer mean, Buffer covariance, Buffer factor, Buffer divergence, Buffer outcome) implements Proposal {}

    /**
     * A Gaussian {@code N(mean, 1/K sum a_k a_k^T + jitter I)} given by K centred elites a_k. Without elites, K = 0, it
     * is {@code N(mean, jitter I)}: mean 0 and jitter 1 make it the prior. A capacity below the elites that a selection
     * lists drops the last of them; the threshold rule can list more than it was asked for.
     *
     * @param mean {@code F32 [searches, d]}
     * @param elites {@code F32 [searches, capacity, d]}; the first K of a search count
     * @param counts K of each search, {@code I32 [searches]}
     * @param jitter {@code F32 [searches]}, above 0
     * @param divergence {@code F32 [searches, 3]}
     * @param outcome {@code I32 [searches]}
     */
    record EliteMatrix(Buffer mean, Buffer elites, Buffer counts, Buffer jitter, Buffer divergence, Buffer outcome)
            implements Proposal {}
}
