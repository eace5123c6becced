package io.github.diffusionelites.device;

/**
 * What the activations and the products of a network are made in. States of samplers, latents, samples and rewards are
 * float32 always.
 */
public enum Precision {
    /**
     * The device's own choice: bfloat16 where its processor multiplies that by itself (AVX-512 BF16, AMX, tensor cores),
     * float32 elsewhere. Several times as fast are such products with AMX or tensor cores; with AVX-512 BF16 alone they
     * gain less.
     */
    AUTO,
    /** 24 bits of precision. */
    FLOAT32,
    /**
     * 8 bits of precision: activations are stored, and weights and activations are multiplied, as bfloat16; sums and norms
     * are float32, and activation functions precise beyond what is stored. A device without such products rounds the same
     * and multiplies in float32, which is not faster but shows what the precision does to a search.
     */
    BFLOAT16
}
