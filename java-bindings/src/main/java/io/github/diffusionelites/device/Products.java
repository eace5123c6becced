package io.github.diffusionelites.device;

/** Who multiplies in dense layers: convolutions that look at one position, which every linear layer is. */
public enum Products {
    /**
     * Kernels of this library, with a layer's bias, norm, modulation, activation and residual in the same pass. A row's
     * result does not depend on the rows beside it.
     */
    KERNELS,
    /**
     * On a GPU its vendor's matrix library, cuBLAS, where it can be loaded, and otherwise {@link #KERNELS}, with a
     * warning in the log. What follows the product is a pass of its own, so that this is meant for wide layers alone;
     * from which width on it pays has not been measured. The library chooses its way by the number of rows: a plan gives the same bits at every
     * run on one kind of GPU, but other chunks, or a search in other company, may change the last bits. The CPU device
     * multiplies with its own library for both.
     */
    LIBRARY
}
