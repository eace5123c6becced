package io.github.diffusionelites.cuda.jcuda.interop;

import io.github.diffusionelites.cuda.CudaInterop;
import io.github.diffusionelites.cuda.jcuda.JCudaHandles;
import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceOptions;
import io.github.diffusionelites.device.ElementType;
import java.util.function.IntSupplier;
import jcuda.CudaException;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Exchanges contexts, streams and memory with programs that use JCuda. Both sides must use the same driver in the same
 * process; the binding {@code jcuda} is not needed for that.
 *
 * <p><b>Lifetimes.</b> Nothing that comes from JCuda is owned by what is made here: whoever made it ends it, after the
 * {@link Device} or {@link Buffer} that was made of it is closed. What this library made is its own: a pointer to a
 * buffer is valid until the buffer is closed, context and stream of a device until the device is. JCuda's objects have no
 * end of their own, so that nothing notices one that is used too long: a driver may answer with an error, or the device be
 * lost.
 *
 * <p><b>Order.</b> Runs of programs are launched on the stream of the device and follow what was put there before;
 * {@code Program.run} returns when they are done. Reads and writes of buffers use a stream of their own and are done when
 * they return: what other streams do to the same memory must be waited for before, and must not begin while they last.
 *
 * <p><b>Threads.</b> Every call to a device makes its context the current one of the calling thread and leaves it so.
 */
public final class JCudaInterop {

    private JCudaInterop() {}

    /** Opens a device as {@link #open(CUcontext, CUstream, DeviceOptions)} does, with {@link DeviceOptions#DEFAULT}. */
    public static Device open(CUcontext context, CUstream stream) {
        return open(context, stream, DeviceOptions.DEFAULT);
    }

    /**
     * Opens a device in a context that the caller owns, on a stream that the caller owns. Closing it frees what it
     * allocated there, and neither destroys nor resets the two.
     *
     * @param context of the device, alive until the device is closed; made current to the calling thread
     * @param stream of that context, which is not being captured; programs run on it
     * @param options how to open it
     * @throws IllegalArgumentException if the driver refuses the context
     * @throws io.github.diffusionelites.device.DeviceUnavailableException if the driver or the kernels are missing
     */
    public static Device open(CUcontext context, CUstream stream, DeviceOptions options) {
        return CudaInterop.open(index(context), handle(context), handle(stream), options);
    }

    /** Returns the context of a device, which lives as long as the device is open. */
    public static CUcontext context(Device device) {
        return context(CudaInterop.context(device));
    }

    /** Returns the stream that the programs of a device run on, which lives as long as the device is open. */
    public static CUstream stream(Device device) {
        return stream(CudaInterop.stream(device));
    }

    /**
     * Returns where the elements of a buffer lie, until it is closed.
     *
     * @throws IllegalStateException if it is closed
     * @throws IllegalArgumentException if it is not on a GPU of this library's
     */
    public static CUdeviceptr pointer(Buffer buffer) {
        return devicePointer(CudaInterop.address(buffer));
    }

    /**
     * Makes a buffer of memory that the caller owns and frees after the buffer is closed, and not before. It does not
     * count as memory that the device holds.
     *
     * @param device in whose context the memory was allocated
     * @param pointer to the first element, a multiple of 16
     * @param type of the elements
     * @param dimensions outermost first, each at least 1
     * @throws IllegalArgumentException if the pointer is not to memory of the driver, which is asked for the extent, or
     *     the buffer would reach beyond it
     */
    public static Buffer wrap(Device device, CUdeviceptr pointer, ElementType type, long... dimensions) {
        CUdeviceptr base = new CUdeviceptr();
        long[] bytes = new long[1];
        require("cuMemGetAddressRange", () -> {
            JCudaDriver.cuCtxSetCurrent(context(device));
            return JCudaDriver.cuMemGetAddressRange(base, bytes, pointer);
        });
        long available = address(base) + bytes[0] - address(pointer);
        return CudaInterop.wrap(device, address(pointer), available, type, dimensions);
    }

    /** Returns the number of the device that a context belongs to. */
    private static int index(CUcontext context) {
        CUdevice device = new CUdevice();
        require("cuCtxSetCurrent", () -> JCudaDriver.cuCtxSetCurrent(context));
        require("cuCtxGetDevice", () -> JCudaDriver.cuCtxGetDevice(device));
        int[] count = new int[1];
        require("cuDeviceGetCount", () -> JCudaDriver.cuDeviceGetCount(count));
        for (int index = 0; index < count[0]; index++) {
            CUdevice candidate = new CUdevice();
            int number = index;
            require("cuDeviceGet", () -> JCudaDriver.cuDeviceGet(candidate, number));
            if (candidate.equals(device)) {
                return index;
            }
        }
        throw new IllegalArgumentException("The context belongs to none of the " + count[0] + " devices of the driver;"
                + " give one that JCuda made in this process.");
    }

    private static void require(String call, IntSupplier driver) {
        int code;
        try {
            code = driver.getAsInt();
        } catch (CudaException e) {
            throw new IllegalArgumentException(call + " refused what JCuda handed over: " + e.getMessage() + ".", e);
        }
        if (code != CUresult.CUDA_SUCCESS) {
            throw new IllegalArgumentException(call + " refused what JCuda handed over with " + CUresult.stringFor(code)
                    + " (" + code + "); give a live context of this driver, and memory that was allocated in it.");
        }
    }

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
