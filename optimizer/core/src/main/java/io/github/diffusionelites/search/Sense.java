package io.github.diffusionelites.search;

/** Which rewards are good. */
public enum Sense {
    /** Large ones. */
    MAXIMIZE,
    /** Small ones. */
    MINIMIZE;

    /** Returns 1 where large is good, else -1. */
    int sign() {
        return this == MAXIMIZE ? 1 : -1;
    }

    /** Returns whether {@code reward} is better than {@code other}; NaN is worse than any number. */
    boolean better(double reward, double other) {
        if (Double.isNaN(reward) || Double.isNaN(other)) {
            return Double.isNaN(other) && !Double.isNaN(reward);
        }
        return this == MAXIMIZE ? reward > other : reward < other;
    }
}
