package io.github.diffusionelites.cuda;

/**
 * What the programs of a device share.
 *
 * @param limits of the device
 * @param products of the matrix library
 * @param rewardCode code that is not this library's
 * @param geometry of launches
 * @param lanes chunks in flight at most
 */
record DeviceParts(
        CudaContext context,
        CudaLimits limits,
        CudaMemory memory,
        Kernels kernels,
        CudaWeights weights,
        LibraryProducts products,
        RewardCode rewardCode,
        Geometry geometry,
        int lanes) {

    /** Lets driver and library load what a step needs, which they may not do in a capture. */
    void prepare(Step step) {
        switch (step) {
            case Launch launch -> kernels.prepare(launch);
            case Product product -> products.prepare(product);
        }
    }

    /** Launches a step that was prepared on a stream, or records it where the stream is captured. */
    void launch(Step step, long stream) {
        switch (step) {
            case Launch launch -> kernels.launch(launch, stream);
            case Product product -> products.launch(product, stream);
        }
    }
}
