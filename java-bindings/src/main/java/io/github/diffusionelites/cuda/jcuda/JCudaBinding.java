package io.github.diffusionelites.cuda.jcuda;

import io.github.diffusionelites.cuda.driver.Driver;
import io.github.diffusionelites.cuda.driver.DriverLibrary;
import io.github.diffusionelites.cuda.driver.DriverProbe;
import io.github.diffusionelites.device.DeviceUnavailableException;
import java.util.Optional;

/** Looks for JCuda and for the driver, in an order that leaves no class of JCuda broken; names no type of JCuda. */
public final class JCudaBinding {

    private static final String CLASS = "jcuda.driver.JCudaDriver";
    private static final String LIBRARY = "lib/libJCudaDriver-12.6.0-linux-x86_64.so";
    private static final String ARTIFACTS = "org.jcuda:jcuda:12.6.0 and org.jcuda:jcuda-natives:12.6.0 (linux-x86_64)";

    /** Loads when first asked; the answer is kept. */
    private static final class Holder {
        static final DriverProbe PROBE = load();
    }

    private JCudaBinding() {}

    /** Looks for the driver and for JCuda, and loads JCuda's library; throws nothing and initialises no driver. */
    public static DriverProbe probe() {
        return Holder.PROBE;
    }

    /**
     * Returns the binding. It turns off exceptions of JCuda's driver API; a program that turns them on again afterwards
     * may do so, as both work.
     *
     * @throws IllegalStateException if the probe found that it cannot be used
     */
    public static Driver open() {
        if (!probe().usable()) {
            throw new IllegalStateException(probe().problem());
        }
        return new JCudaDriverBinding();
    }

    private static DriverProbe load() {
        DriverProbe driver = DriverLibrary.probe();
        if (!driver.usable()) {
            return driver;
        }
        ClassLoader loader = JCudaBinding.class.getClassLoader();
        try {
            Class.forName(CLASS, false, loader);
        } catch (ClassNotFoundException e) {
            return refused(
                    driver,
                    "The binding jcuda needs JCuda, which is not on the class path: add " + ARTIFACTS
                            + ", or use the binding ffm.");
        }
        Optional<String> missing = JCudaFunctions.missing();
        if (missing.isPresent()) {
            return refused(driver, driver.lacks(missing.get()));
        }
        try {
            JCudaLibrary.initialize(CLASS, loader, LIBRARY, ARTIFACTS);
            return driver;
        } catch (DeviceUnavailableException e) {
            return refused(driver, "The binding jcuda cannot be used: " + e.getMessage());
        }
    }

    private static DriverProbe refused(DriverProbe driver, String problem) {
        return new DriverProbe(driver.library(), driver.version(), problem);
    }
}
