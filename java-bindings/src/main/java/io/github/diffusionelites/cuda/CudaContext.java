package io.github.diffusionelites.cuda;

import io.github.diffusionelites.cuda.driver.CheckedDriver;
import io.github.diffusionelites.device.engine.Cleanup;

/**
 * A context of a device: the primary one, which other CUDA code of the process shares, or one that somebody lent.
 *
 * @param driver the driver, with exceptions
 * @param device its handle
 * @param handle of the context
 * @param stream that runs of programs are launched on
 * @param lent whether context and stream are another's, who ends them
 */
record CudaContext(CheckedDriver driver, int device, long handle, long stream, boolean lent) implements AutoCloseable {

    static CudaContext open(CheckedDriver driver, int index) {
        int device = driver.devices().get(index);
        long context = driver.devices().retainPrimaryContext(device);
        try {
            driver.devices().setCurrent(context);
            return new CudaContext(driver, device, context, driver.streams().create(), false);
        } catch (RuntimeException e) {
            Cleanup.after(e, () -> driver.devices().releasePrimaryContext(device));
            throw e;
        }
    }

    /** A context and a stream that another owns and that live longer than this. */
    static CudaContext borrow(CheckedDriver driver, int index, long context, long stream) {
        CudaContext borrowed = new CudaContext(driver, driver.devices().get(index), context, stream, true);
        borrowed.enter();
        return borrowed;
    }

    /** Makes the context the calling thread's: contexts belong to threads of the system, and any thread may call. */
    void enter() {
        driver.devices().setCurrent(handle);
    }

    @Override
    public void close() {
        if (!lent) {
            Cleanup.all(
                    () -> driver.streams().destroy(stream),
                    () -> driver.devices().releasePrimaryContext(device));
        }
    }
}
