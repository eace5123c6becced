package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceOptions;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.engine.ManagedDevice;

/** The handles and addresses behind devices and buffers, for those who exchange them with other CUDA code. */
public final class CudaInterop {

    /** Kernels read so many bytes at a time. */
    private static final long ALIGNMENT = 16;

    private CudaInterop() {}

    /**
     * Opens a device in a context that another owns.
     *
     * @param index of the device, from 0, that the context belongs to
     * @param context current to no other program's code while this library calls
     * @param stream of that context, on which programs run
     */
    public static Device open(int index, long context, long stream, DeviceOptions options) {
        return new CudaProvider().open(index, options, driver -> CudaContext.borrow(driver, index, context, stream));
    }

    /** Returns the handle of a device's context. */
    public static long context(Device device) {
        return backend(device).context().handle();
    }

    /** Returns the handle of the stream that a device's programs run on. */
    public static long stream(Device device) {
        return backend(device).context().stream();
    }

    /** Returns the address of a buffer's first element. */
    public static long address(Buffer buffer) {
        backend(ManagedDevice.of(buffer));
        return ManagedDevice.address(buffer);
    }

    /**
     * Makes a buffer of memory that another owns.
     *
     * @param available bytes from the address on
     * @throws IllegalArgumentException if the address is not aligned, or the buffer does not fit
     */
    public static Buffer wrap(Device device, long address, long available, ElementType type, long... dimensions) {
        backend(device);
        if (address == 0 || address % ALIGNMENT != 0) {
            throw new IllegalArgumentException("The device address " + Long.toHexString(address)
                    + " cannot be a buffer; it must be a multiple of " + ALIGNMENT + " and not 0.");
        }
        Buffer buffer = ((ManagedDevice) device).wrap(address, type, dimensions);
        long bytes = buffer.shape().elements() * type.bytes();
        if (bytes > available) {
            buffer.close();
            throw new IllegalArgumentException("A buffer " + type + " " + buffer.shape() + " needs " + bytes
                    + " bytes, but from the device address " + Long.toHexString(address) + " on there are "
                    + available + "; allocate more, or ask for smaller dimensions.");
        }
        return buffer;
    }

    private static CudaBackend backend(Device device) {
        if (device instanceof ManagedDevice managed && managed.backend() instanceof CudaBackend backend) {
            return backend;
        }
        throw new IllegalArgumentException(
                "The device \"" + device.info().id() + "\" is no GPU of this library's; open the device cuda.");
    }
}
