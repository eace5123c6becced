package io.github.diffusionelites.cuda.jcuda.interop;

import io.github.diffusionelites.cuda.jcuda.JCudaHandles;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;

/**
 * Converts between the addresses and handles of this library, which are longs, and the types of JCuda. Nothing is
 * owned by what is made here: whoever allocated frees.
 *
 * <p>Both sides must use the same driver in the same process; {@code --binding jcuda} is not needed for that.
 */
public final class JCudaInterop {

    private JCudaInterop() {}

    /** Returns a device address as JCuda has it. */
    public static CUdeviceptr devicePointer(long address) {
        return JCudaHandles.deviceAddress(address);
    }

    /** Returns the device address of JCuda's pointer, with its byte offset. */
    public static long address(CUdeviceptr pointer) {
        return JCudaHandles.address(pointer);
    }

    /** Returns a context as JCuda has it. */
    public static CUcontext context(long handle) {
        return JCudaHandles.with(new CUcontext(), handle);
    }

    /** Returns the handle of JCuda's context. */
    public static long handle(CUcontext context) {
        return JCudaHandles.handle(context);
    }

    /** Returns a stream as JCuda has it. */
    public static CUstream stream(long handle) {
        return JCudaHandles.with(new CUstream(), handle);
    }

    /** Returns the handle of JCuda's stream. */
    public static long handle(CUstream stream) {
        return JCudaHandles.handle(stream);
    }
}
