package io.github.diffusionelites.device;

/**
 * The arithmetic that makes the normal numbers of latents from random words. The words are the same for both: Philox
 * 4x32-10 of seed, generation, search, individual and element; both are Box and Muller's method. Noise of samplers and of
 * steps of evolution is portable always.
 */
public enum Noise {
    /**
     * The same bits on every device, CPU, GPU or emulated: logarithm, sine and cosine are polynomials in explicit fused
     * multiply-adds, off by less than 3 units in the last place of a number's magnitude.
     */
    PORTABLE,
    /**
     * What is fastest: on a GPU its own approximate logarithm, square root, sine and cosine, off by about 1e-6 of a
     * number's magnitude. Results are the same for every chunk, lane and launch of one GPU, but not bit for bit those of
     * another kind of GPU or of a CPU, and a search that goes on elsewhere takes another course. A device without such
     * functions, like the CPU, takes {@link #PORTABLE} for both.
     */
    FAST
}
