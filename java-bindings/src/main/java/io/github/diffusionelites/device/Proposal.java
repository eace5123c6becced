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
}
