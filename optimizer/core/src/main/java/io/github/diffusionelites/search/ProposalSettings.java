package io.github.diffusionelites.search;

/** Which Gaussian a search draws latents from, and what keeps it from collapsing. It starts as N(0, I). */
public sealed interface ProposalSettings {

    /** A full covariance over this many coordinates takes 64 MiB a matrix; more is refused. */
    int LARGEST_FULL_DIMENSION = 4096;

    /**
     * A Gaussian with full covariance, the elites' maximum-likelihood one plus a jitter on its diagonal.
     *
     * @param jitter variance added to every coordinate, finite and at least 0
     */
    record Full(double jitter) implements ProposalSettings {

        /** The jitter where none is asked for. */
        public static final double DEFAULT_JITTER = 1e-3;

        /** Checks the range. */
        public Full {
            requireFloor("jitter", jitter);
        }

        /** Makes settings with the default jitter. */
        public Full() {
            this(DEFAULT_JITTER);
        }
    }

    /**
     * A Gaussian with independent coordinates: {@code deviation = max(sqrt(variance + varianceFloor), deviationFloor)}.
     *
     * @param varianceFloor added to the elites' variance, finite and at least 0
     * @param deviationFloor least deviation, finite and at least 0
     */
    record Diagonal(double varianceFloor, double deviationFloor) implements ProposalSettings {

        /** The variance floor where none is asked for. */
        public static final double DEFAULT_VARIANCE_FLOOR = 1e-6;

        /** The deviation floor where none is asked for. */
        public static final double DEFAULT_DEVIATION_FLOOR = 0.01;

        /** Checks the ranges. */
        public Diagonal {
            requireFloor("variance floor", varianceFloor);
            requireFloor("deviation floor", deviationFloor);
        }

        /** Makes settings with the default floors. */
        public Diagonal() {
            this(DEFAULT_VARIANCE_FLOOR, DEFAULT_DEVIATION_FLOOR);
        }
    }

    /** Returns the value if it is finite and at least 0, as a 32-bit float too; else refuses it by name. */
    static double requireFloor(String name, double value) {
        if (!(value >= 0 && Float.isFinite((float) value))) {
            throw new IllegalArgumentException(
                    "The " + name + " of a proposal must be finite and at least 0, but is " + value + ".");
        }
        return value;
    }
}
