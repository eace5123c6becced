package io.github.diffusionelites.reference;

/**
 * The place of a row of normal numbers: everything but the element that stands in key and counter.
 *
 * @param seed the key: low word first
 * @param individual any 32-bit word
 * @param generation in [0, 2^20)
 * @param step in [0, 2^12)
 * @param search in [0, 2^24)
 * @param stream in [0, 2^8)
 */
public record NoisePlace(long seed, int individual, int generation, int step, int search, int stream) {

    /** Stream of the latents' noise, whose step is 0. */
    public static final int LATENTS = 0;
    /** Stream of the samplers' noise. */
    public static final int SAMPLER = 1;
    /** Stream of the weights that an elite-matrix proposal gives its elites. */
    public static final int ELITES = 2;
    /** Stream of the noise of Diffusion Evolution. */
    public static final int EVOLUTION = 3;
    /** Stream of the words that choose the components of a mixture. */
    public static final int MIXTURE = 4;

    /** Refuses values that do not fit their bits. */
    public NoisePlace {
        require("generation", generation, 20);
        require("step", step, 12);
        require("search", search, 24);
        require("stream", stream, 8);
    }

    private static void require(String name, int value, int bits) {
        if (value >>> bits != 0) {
            throw new IllegalArgumentException(
                    "The " + name + " of a noise place must be in [0, 2^" + bits + "), but is " + value + ".");
        }
    }

    /** Returns the four random words of elements {@code 4 * quadruple} to {@code 4 * quadruple + 3}. */
    public int[] words(int quadruple) {
        int[] counter = {quadruple, individual, generation << 12 | step, search << 8 | stream};
        int[] key = {(int) seed, (int) (seed >>> 32)};
        return PhiloxReference.block(counter, key);
    }
}
