package io.github.diffusionelites.device;

/** Which individuals are elites; the ordinal stands in the selection settings. */
public enum SelectionRule {
    /** Exactly the K best; of equal rewards the lowest indices. */
    EXACT,
    /** All whose reward is at least as good as the K-th best: the quantile rule of Algorithm 1. */
    THRESHOLD;

    /**
     * Columns of the selection settings, {@code I32 [searches, 4]}. What is out of range counts as the nearest value
     * in it.
     */
    public static final int SETTINGS = 4;
    /** Column of the active individuals, in [0, individuals]. */
    public static final int ACTIVE = 0;
    /** Column of K, in [1, active]. */
    public static final int ELITES = 1;
    /** Column of the sense: 1 if the largest reward is best, -1 if the smallest is. */
    public static final int SENSE = 2;
    /** Column of the rule's ordinal. */
    public static final int RULE = 3;
}
