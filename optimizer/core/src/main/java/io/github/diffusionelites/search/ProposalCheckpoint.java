package io.github.diffusionelites.search;

import java.util.Objects;

/**
 * The proposal of one search, in the bits that the device holds. Arrays are not copied; their holder must leave them
 * alone.
 */
public sealed interface ProposalCheckpoint {

    /** Returns the mean, [d]. */
    float[] mean();

    /**
     * A Gaussian with full covariance.
     *
     * @param mean [d]
     * @param covariance symmetric, [d, d]
     * @param factor its lower Cholesky factor as the device computed it, [d, d], zeros above the diagonal
     */
    record Full(float[] mean, float[] covariance, float[] factor) implements ProposalCheckpoint {

        /** Checks that nothing is missing. */
        public Full {
            Objects.requireNonNull(mean, "mean");
            Objects.requireNonNull(covariance, "covariance");
            Objects.requireNonNull(factor, "factor");
        }
    }

    /**
     * A Gaussian with independent coordinates.
     *
     * @param mean [d]
     * @param deviation [d]
     */
    record Diagonal(float[] mean, float[] deviation) implements ProposalCheckpoint {

        /** Checks that nothing is missing. */
        public Diagonal {
            Objects.requireNonNull(mean, "mean");
            Objects.requireNonNull(deviation, "deviation");
        }
    }
}
