package io.github.diffusionelites.cuda;

import io.github.diffusionelites.cuda.driver.CheckedDriver;
import io.github.diffusionelites.device.engine.Cleanup;

/**
 * The primary context of a device, which other CUDA code of the process shares.
 *
 * @param driver the driver, with exceptions
 * @param device its handle
 * @param handle of the context
 */
record CudaContext(CheckedDriver driver, int device, long handle) implements AutoCloseable {

    static CudaContext open(CheckedDriver driver, int index) {
        int device = driver.devices().get(index);
        CudaContext context = new CudaContext(driver, device, driver.devices().retainPrimaryContext(device));
        try {
            context.enter();
        } catch (RuntimeException e) {
            Cleanup.after(e, context::close);
            throw e;
        }
        return context;
    }

    /** Makes the context the calling thread's: contexts belong to threads of the system, and any thread may call. */
    void enter() {
        driver.devices().setCurrent(handle);
    }

    @Override
    public void close() {
        driver.devices().releasePrimaryContext(device);
    }
}
