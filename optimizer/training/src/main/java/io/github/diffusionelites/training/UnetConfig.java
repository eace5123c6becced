package io.github.diffusionelites.training;

import java.util.List;

/**
 * The sizes of a one-dimensional U-Net.
 *
 * @param dim width of the first level, even and a multiple of {@code groups}
 * @param multipliers width of each further level as a multiple of {@code dim}, at least one
 * @param channels channels of a sample
 * @param length positions of a sample, divisible by two for each level but the last
 * @param groups groups of the group normalisation
 * @param heads attention heads
 * @param headDim channels of an attention head
 */
record UnetConfig(int dim, List<Integer> multipliers, int channels, int length, int groups, int heads, int headDim) {

    UnetConfig {
        multipliers = List.copyOf(multipliers);
        if (channels < 1 || groups < 1 || heads < 1 || headDim < 1 || multipliers.isEmpty()) {
            throw new IllegalArgumentException(
                    "The network needs at least one channel, group, head, head channel and level, got channels="
                            + channels + ", groups=" + groups + ", heads=" + heads + ", headDim=" + headDim
                            + ", multipliers=" + multipliers + ".");
        }
        if (dim < 4 || dim % 2 != 0 || dim % groups != 0) {
            throw new IllegalArgumentException(
                    "The width must be even, at least 4 and a multiple of the groups, got dim=" + dim + ", groups="
                            + groups + ".");
        }
        int factor = 1 << (multipliers.size() - 1);
        if (length < factor || length % factor != 0) {
            throw new IllegalArgumentException("The length must be a multiple of " + factor + " for "
                    + multipliers.size() + " levels, got length=" + length + ".");
        }
    }

    /** The network of the shipped planar unicycle: 1,274,498 parameters. */
    static UnetConfig unicycle() {
        return new UnetConfig(32, List.of(1, 2, 4), 2, 32, 8, 4, 32);
    }

    /** The number of levels. */
    int levels() {
        return multipliers.size();
    }

    /** Channels that come into a level on the way down. */
    int widthIn(int level) {
        return level == 0 ? dim : widthOut(level - 1);
    }

    /** Channels that leave a level on the way down. */
    int widthOut(int level) {
        return dim * multipliers.get(level);
    }

    /** Width of the time embedding. */
    int timeWidth() {
        return 4 * dim;
    }

    /** Values in a sample. */
    int sampleSize() {
        return channels * length;
    }
}
