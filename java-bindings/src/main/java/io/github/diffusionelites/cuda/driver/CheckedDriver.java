package io.github.diffusionelites.cuda.driver;

/**
 * The driver with exceptions in the place of codes, by topic. A failure is a
 * {@link io.github.diffusionelites.device.DeviceMemoryException} where memory is short, a
 * {@link io.github.diffusionelites.device.DeviceLostException} where the error is sticky, and else a
 * {@link io.github.diffusionelites.device.DeviceException}, each with the call, the code and the sizes.
 *
 * <p>After a sticky error every call fails at once with the first cause, and what frees or destroys does nothing.
 */
public final class CheckedDriver {

    private final Driver driver;
    private final DriverGuard guard;
    private final CheckedDevices devices;
    private final CheckedMemory memory;
    private final CheckedModules modules;
    private final CheckedStreams streams;
    private final CheckedGraphs graphs;

    /** Checks the calls of a binding. */
    public CheckedDriver(Driver driver) {
        this.driver = driver;
        guard = new DriverGuard(driver);
        devices = new CheckedDevices(guard);
        memory = new CheckedMemory(guard);
        modules = new CheckedModules(guard);
        streams = new CheckedStreams(guard);
        graphs = new CheckedGraphs(guard);
    }

    /** Returns the binding without checks, for its name and its capabilities. */
    public Driver unchecked() {
        return driver;
    }

    /** Returns whether a sticky error has ended the use of the driver. */
    public boolean isLost() {
        return guard.isLost();
    }

    /** Returns the calls about the driver, devices and contexts. */
    public CheckedDevices devices() {
        return devices;
    }

    /** Returns the calls about memory. */
    public CheckedMemory memory() {
        return memory;
    }

    /** Returns the calls about kernels. */
    public CheckedModules modules() {
        return modules;
    }

    /** Returns the calls about streams and events. */
    public CheckedStreams streams() {
        return streams;
    }

    /** Returns the calls about graphs. */
    public CheckedGraphs graphs() {
        return graphs;
    }
}
