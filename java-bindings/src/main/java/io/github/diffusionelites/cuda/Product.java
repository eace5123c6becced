package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Precision;

/**
 * A dense layer's product by the matrix library: {@code target [lines, out] = source [lines, in] weights' [in, out]},
 * row-major, with sums and target in float32.
 *
 * @param lines positions of all rows of a chunk
 * @param in channels of the source
 * @param out channels of the target
 * @param precision of source and weights
 * @param source address of the source
 * @param weights address of the weights, {@code [out, in]}
 * @param target address of the target
 * @param workspace address of {@link LibraryProducts#WORKSPACE_BYTES} that nobody else uses meanwhile
 */
record Product(int lines, int in, int out, Precision precision, long source, long weights, long target, long workspace)
        implements Step {

    /** The call that computes it. */
    static final String CALL = "cublasGemmEx";

    @Override
    public String kernel() {
        return CALL;
    }

    /** The library chooses its own. */
    @Override
    public Product in(Geometry geometry) {
        return this;
    }
}
