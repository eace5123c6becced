package io.github.diffusionelites.device;

import java.util.Objects;

/**
 * A summand of a built-in reward. Its parameters stand in the searches' parameter table.
 *
 * @param kind the function
 * @param offset column of its first parameter
 * @param size number of its parameters
 */
public record RewardTerm(Kind kind, int offset, int size) {

    /** Checks the range. */
    public RewardTerm {
        Objects.requireNonNull(kind, "kind");
        if (offset < 0 || size < 1) {
            throw new IllegalArgumentException("The parameters of " + kind + " need an offset of at least 0 and a"
                    + " size of"
                    + " at least 1, but have " + offset + " and " + size + ".");
        }
    }

    /** Functions of a sample {@code x} of shape [channels, length]; {@code w} is the first parameter. */
    public enum Kind {
        /** {@code w * ||x[:, length - 1] - goal||}; parameters: w, goal [channels]. */
        GOAL_DISTANCE,
        /** {@code w * sum (x - centre)^2}; parameters: w, centre [channels * length]. */
        QUADRATIC,
        /** {@code w * sum slope * x}; parameters: w, slope [channels * length]. */
        LINEAR,
        /**
         * {@code w * sum over obstacles and positions of max(0, radius - ||x[:, l] - centre||)}, the depth inside
         * balls; parameters: w, then (centre [channels], radius) for each obstacle.
         */
        OBSTACLES,
        /** {@code w * sum over l of ||x[:, l + 1] - x[:, l]||}; parameters: w. */
        PATH_LENGTH;

        /**
         * Returns whether {@code size} parameters fit a sample of this shape.
         *
         * @param size number of parameters
         */
        public boolean accepts(int size, int channels, int length) {
            return switch (this) {
                case GOAL_DISTANCE -> size == 1 + channels;
                case QUADRATIC, LINEAR -> size == 1 + channels * length;
                case OBSTACLES -> size > 1 && (size - 1) % (channels + 1) == 0;
                case PATH_LENGTH -> size == 1;
            };
        }
    }
}
