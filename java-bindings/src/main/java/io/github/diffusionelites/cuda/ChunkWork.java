package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Noise;
import io.github.diffusionelites.device.Precision;
import java.util.function.Consumer;

/**
 * What the launches of a chunk are made of.
 *
 * @param chunk where its operands lie
 * @param parts of the device
 * @param weights of the program
 * @param precision of feature maps
 * @param noise arithmetic of normal numbers
 * @param libraryWorkspace address of the matrix library's in this lane, 0 where kernels multiply
 * @param launches takes them in their order
 */
record ChunkWork(
        ChunkView chunk,
        DeviceParts parts,
        CudaWeights.Lease weights,
        Precision precision,
        Noise noise,
        long libraryWorkspace,
        Consumer<Step> launches) {

    boolean reduced() {
        return precision == Precision.BFLOAT16;
    }

    /** Adds a kernel whose threads share rows. */
    void rows(String kernel, int partsOfRow, Arguments arguments) {
        launches.accept(Launch.ofRows(kernel, chunk.rows(), partsOfRow, arguments));
    }
}
