package io.github.diffusionelites.cuda.driver;

/** Calls about the driver, devices and contexts, with exceptions; see {@link CheckedDriver}. */
public final class CheckedDevices {

    private final DriverGuard guard;

    CheckedDevices(DriverGuard guard) {
        this.guard = guard;
    }

    /** Initialises the driver. */
    public void initialize() {
        guard.check("cuInit", guard.driver().init());
    }

    /** Returns the newest CUDA that the driver supports, 1000 times the major and 10 times the minor. */
    public int driverVersion() {
        long[] version = new long[1];
        guard.check("cuDriverGetVersion", guard.driver().driverGetVersion(version));
        return (int) version[0];
    }

    /** Returns how many devices there are. */
    public int count() {
        long[] count = new long[1];
        guard.check("cuDeviceGetCount", guard.driver().deviceGetCount(count));
        return (int) count[0];
    }

    /** Returns the handle of a device, by its index from 0. */
    public int get(int index) {
        long[] device = new long[1];
        guard.check("cuDeviceGet", guard.driver().deviceGet(index, device));
        return (int) device[0];
    }

    /** Returns what a device is called. */
    public String name(int device) {
        String[] name = new String[1];
        guard.check("cuDeviceGetName", guard.driver().deviceGetName(device, name));
        return name[0];
    }

    /** Returns the memory of a device in bytes. */
    public long totalMemory(int device) {
        long[] bytes = new long[1];
        guard.check("cuDeviceTotalMem", guard.driver().deviceTotalMem(device, bytes));
        return bytes[0];
    }

    /** Returns an attribute of a device, by its number in {@code CUdevice_attribute}. */
    public int attribute(int device, int attribute) {
        long[] value = new long[1];
        guard.check("cuDeviceGetAttribute", guard.driver().deviceGetAttribute(attribute, device, value));
        return (int) value[0];
    }

    /** Returns the id of a device as the driver's tools write it, {@code GPU-} and a UUID. */
    public String uuid(int device) {
        long[] uuid = new long[2];
        guard.check("cuDeviceGetUuid", guard.driver().deviceGetUuid(device, uuid));
        return "GPU-" + new java.util.UUID(uuid[0], uuid[1]);
    }

    /** Returns the primary context of a device, with one more user. */
    public long retainPrimaryContext(int device) {
        long[] context = new long[1];
        guard.check("cuDevicePrimaryCtxRetain", guard.driver().devicePrimaryCtxRetain(device, context));
        return context[0];
    }

    /** Takes a user from the primary context of a device. */
    public void releasePrimaryContext(int device) {
        guard.free(
                "cuDevicePrimaryCtxRelease", (driver, handle) -> driver.devicePrimaryCtxRelease((int) handle), device);
    }

    /** Makes a context the current one of this thread; 0 for none. */
    public void setCurrent(long context) {
        guard.check("cuCtxSetCurrent", guard.driver().ctxSetCurrent(context));
    }

    /** Returns the current context of this thread, or 0. */
    public long current() {
        long[] context = new long[1];
        guard.check("cuCtxGetCurrent", guard.driver().ctxGetCurrent(context));
        return context[0];
    }

    /** Waits for all work of the current context. */
    public void synchronize() {
        guard.check("cuCtxSynchronize", guard.driver().ctxSynchronize());
    }
}
