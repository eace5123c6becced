package io.github.diffusionelites.cuda;

import io.github.diffusionelites.cuda.driver.CheckedDriver;

/**
 * What a device can do at once.
 *
 * @param multiprocessors of the device
 * @param sharedBytes of memory that a block can have beside what its kernel declares
 */
record CudaLimits(int multiprocessors, int sharedBytes) {

    private static final int MULTIPROCESSORS = 16;
    private static final int MOST_SHARED_BYTES = 97;

    /** Asks the driver. */
    static CudaLimits of(CheckedDriver driver, int device) {
        return new CudaLimits(
                driver.devices().attribute(device, MULTIPROCESSORS),
                driver.devices().attribute(device, MOST_SHARED_BYTES));
    }
}
