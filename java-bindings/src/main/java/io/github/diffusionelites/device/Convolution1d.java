package io.github.diffusionelites.device;

import org.jspecify.annotations.Nullable;

/**
 * A one-dimensional cross-correlation, as networks call a convolution, with zero padding.
 *
 * @param weight shape {@code [out, in, kernel]}
 * @param bias shape {@code [out]}; null for none
 * @param stride distance of two outputs, at least 1
 * @param padding zeros on both sides, at least 0
 * @param upsample whether each position of the input is first repeated (nearest neighbour, factor 2)
 */
public record Convolution1d(Constant weight, @Nullable Constant bias, int stride, int padding, boolean upsample) {

    /** Checks the shapes. */
    public Convolution1d {
        if (weight.shape().rank() != 3) {
            throw new IllegalArgumentException(
                    "A convolution's weight has shape [out, in, kernel], but is " + weight.shape() + ".");
        }
        if (bias != null && !bias.shape().equals(Shape.of(weight.shape().dimension(0)))) {
            throw new IllegalArgumentException("The bias " + bias.shape() + " of a convolution does not fit its weight "
                    + weight.shape() + "; it must be [" + weight.shape().dimension(0) + "].");
        }
        if (stride < 1 || padding < 0) {
            throw new IllegalArgumentException(
                    "A convolution's stride must be at least 1 and its padding at least 0, but they are " + stride
                            + " and " + padding + ".");
        }
    }

    /**
     * Makes a linear layer {@code y = W x + b}: a convolution with one tap. Keep it, because devices pack the weights
     * of each object once.
     *
     * @param weight shape {@code [out, in]}
     * @param bias shape {@code [out]}; null for none
     */
    public static Convolution1d linear(Constant weight, @Nullable Constant bias) {
        Shape shape = weight.shape();
        if (shape.rank() != 2) {
            throw new IllegalArgumentException("A linear layer's weight has shape [out, in], but is " + shape + ".");
        }
        Constant taps = Constant.of(weight.values(), shape.dimension(0), shape.dimension(1), 1);
        return new Convolution1d(taps, bias, 1, 0, false);
    }

    /** Returns the channels of the input. */
    public int in() {
        return (int) weight.shape().dimension(1);
    }

    /** Returns the channels of the output. */
    public int out() {
        return (int) weight.shape().dimension(0);
    }

    /** Returns the taps. */
    public int kernel() {
        return (int) weight.shape().dimension(2);
    }

    /**
     * Returns the positions of the output for an input of {@code length} positions:
     * {@code floor((length + 2 padding - kernel) / stride) + 1}, an upsampled input having twice the positions.
     *
     * @throws IllegalArgumentException if the padded input is shorter than the kernel, or longer than an int can say
     */
    public int outLength(int length) {
        long padded = (upsample ? 2L * length : length) + 2L * padding - kernel();
        if (padded >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException("A convolution with padding " + padding + " of an input of length "
                    + length + " has more positions than 2^31; use less padding.");
        }
        if (padded < 0) {
            throw new IllegalArgumentException("A convolution with kernel " + kernel() + " and padding " + padding
                    + " has no output for an input of length " + length + ".");
        }
        return (int) padded / stride + 1;
    }
}
