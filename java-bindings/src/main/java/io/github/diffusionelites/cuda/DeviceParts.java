package io.github.diffusionelites.cuda;

/**
 * What the programs of a device share.
 *
 * @param limits of the device
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
        RewardCode rewardCode,
        Geometry geometry,
        int lanes) {}
