package io.github.diffusionelites.cuda.ffm;

import io.github.diffusionelites.cuda.driver.Capability;
import io.github.diffusionelites.cuda.driver.Driver;
import io.github.diffusionelites.cuda.driver.DriverLibrary;
import io.github.diffusionelites.cuda.driver.DriverProbe;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * The driver, bound by the foreign function interface.
 *
 * <p>Handles are static constants, so that a process has one library: a launch through them takes 8 ns less than
 * through handles of an instance, and JCuda cannot have two libraries in a process either.
 */
public final class FfmDriver
        implements FfmDeviceCalls, FfmMemoryCalls, FfmModuleCalls, FfmStreamCalls, FfmGraphCalls, Driver {

    private static final List<Class<?>> HANDLES = List.of(
            FfmDeviceCalls.Handles.class,
            FfmMemoryCalls.Handles.class,
            FfmModuleCalls.Handles.class,
            FfmStreamCalls.Handles.class,
            FfmGraphCalls.Handles.class);

    /** Binds all functions when first asked; the answer is kept. */
    private static final class Holder {
        static final DriverProbe PROBE = bind();
    }

    private FfmDriver() {}

    /** Looks for the driver and for all functions that are needed; throws nothing and initialises nothing. */
    public static DriverProbe probe() {
        return Holder.PROBE;
    }

    /**
     * Returns the binding.
     *
     * @throws IllegalStateException if the probe found that it cannot be used
     */
    public static FfmDriver open() {
        if (!probe().usable()) {
            throw new IllegalStateException(probe().problem());
        }
        return new FfmDriver();
    }

    private static DriverProbe bind() {
        DriverProbe probe = DriverLibrary.probe();
        if (!probe.usable()) {
            return probe;
        }
        try {
            for (Class<?> handles : HANDLES) {
                MethodHandles.lookup().ensureInitialized(handles);
            }
            return probe;
        } catch (IllegalAccessException e) {
            throw new AssertionError("Classes of a package can see each other.", e);
        } catch (LinkageError e) {
            return new DriverProbe(probe.library(), probe.version(), problem(probe, e));
        }
    }

    private static String problem(DriverProbe probe, LinkageError e) {
        if (e.getCause() instanceof Downcalls.MissingFunctionException missing) {
            return probe.lacks(String.valueOf(missing.getMessage()));
        }
        return "The NVIDIA driver of " + probe.library() + " cannot be bound: "
                + (e.getCause() == null ? e : e.getCause()) + ".";
    }

    @Override
    public String binding() {
        return "ffm";
    }

    @Override
    public boolean supports(Capability capability) {
        return switch (capability) {
            case GRAPH_UPDATE -> FfmGraphCalls.updates();
            case PARAMETER_INFO -> FfmModuleCalls.tellsParameters();
            case LAUNCH_EX -> FfmModuleCalls.launchesWithAttributes();
            case POOL_ATTRIBUTES -> FfmMemoryCalls.hasPools();
        };
    }
}
