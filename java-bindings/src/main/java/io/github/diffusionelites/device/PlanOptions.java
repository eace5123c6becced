package io.github.diffusionelites.device;

import java.util.Objects;

/**
 * Wishes for a plan. Results depend on precision and noise, and on nothing else where kernels multiply.
 *
 * @param chunkRows rows that a lane works on at once, or 0 for the device's own choice; rounded up to its tile
 * @param lanes chunks in flight, or 0 for the device's own choice; at most the device's lanes. What is left to the
 *     device is less where memory is short
 * @param precision of networks
 * @param noise arithmetic of the latents' normal numbers
 * @param products who multiplies in dense layers
 */
public record PlanOptions(int chunkRows, int lanes, Precision precision, Noise noise, Products products) {

    /** The device's own choice, with portable noise and products by kernels. */
    public static final PlanOptions AUTO = new PlanOptions(0, 0, Precision.AUTO);

    /** Checks the wishes. */
    public PlanOptions {
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(noise, "noise");
        Objects.requireNonNull(products, "products");
        if (chunkRows < 0 || lanes < 0) {
            throw new IllegalArgumentException(
                    "Chunk rows and lanes must be 0 (automatic) or more, but are " + chunkRows + " and " + lanes + ".");
        }
    }

    /** Wishes with portable noise and products by kernels. */
    public PlanOptions(int chunkRows, int lanes, Precision precision) {
        this(chunkRows, lanes, precision, Noise.PORTABLE, Products.KERNELS);
    }

    /** Wishes for chunks and lanes, at the device's own precision, with portable noise and products by kernels. */
    public PlanOptions(int chunkRows, int lanes) {
        this(chunkRows, lanes, Precision.AUTO);
    }

    /** Returns the same wishes at another precision. */
    public PlanOptions withPrecision(Precision other) {
        return new PlanOptions(chunkRows, lanes, other, noise, products);
    }

    /** Returns the same wishes with other noise. */
    public PlanOptions withNoise(Noise other) {
        return new PlanOptions(chunkRows, lanes, precision, other, products);
    }

    /** Returns the same wishes with products by somebody else. */
    public PlanOptions withProducts(Products other) {
        return new PlanOptions(chunkRows, lanes, precision, noise, other);
    }
}
