package io.github.diffusionelites.device;

/**
 * An intermediate activation of a network, one feature map for each individual, in whatever layout and precision the
 * device prefers. Alive between its first and its last use in a chunk.
 *
 * @param id its number in the recording
 * @param channels feature channels
 * @param length positions
 */
public record Features(int id, int channels, int length) {

    /** Returns channels times length. */
    public int width() {
        return channels * length;
    }
}
