package io.github.diffusionelites.cuda.driver;

/** The driver itself, its devices and their contexts. */
public interface DeviceCalls {

    /** Initialises the driver; once in a process, before all else but {@link #driverGetVersion}. */
    int init();

    /** {@code version[0]}: the newest CUDA that the driver supports, 1000 times the major and 10 times the minor. */
    int driverGetVersion(long[] version);

    /** {@code count[0]}: how many devices there are. */
    int deviceGetCount(long[] count);

    /** {@code device[0]}: the handle of a device, by its index from 0. */
    int deviceGet(int index, long[] device);

    /** {@code name[0]}: what the device is called. */
    int deviceGetName(int device, String[] name);

    /** {@code bytes[0]}: the memory of the device. */
    int deviceTotalMem(int device, long[] bytes);

    /** {@code value[0]}: an attribute, by its number in {@code CUdevice_attribute}. */
    int deviceGetAttribute(int attribute, int device, long[] value);

    /** {@code uuid[0]} and {@code uuid[1]}: the first and the last 8 bytes of the device's id, as big-endian numbers. */
    int deviceGetUuid(int device, long[] uuid);

    /** {@code context[0]}: the primary context of a device, made if need be, with one more user. */
    int devicePrimaryCtxRetain(int device, long[] context);

    /** Takes a user from the primary context; it ends with the last one. */
    int devicePrimaryCtxRelease(int device);

    /** Makes a context the current one of this thread; 0 for none. */
    int ctxSetCurrent(long context);

    /** {@code context[0]}: the current context of this thread, or 0. */
    int ctxGetCurrent(long[] context);

    /** Waits for all work of the current context. */
    int ctxSynchronize();

    /** {@code name[0]}: what a code is called, such as {@code CUDA_ERROR_INVALID_VALUE}. */
    int getErrorName(int code, String[] name);

    /** {@code text[0]}: what a code means, in the driver's words. */
    int getErrorString(int code, String[] text);
}
