package io.github.diffusionelites.cpu;

import com.sun.management.OperatingSystemMXBean;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceOptions;
import io.github.diffusionelites.device.DeviceUnavailableException;
import io.github.diffusionelites.device.engine.ManagedDevice;
import io.github.diffusionelites.device.spi.DeviceProvider;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * The native CPU device. There is one, with a lane for each core. Its noise is {@link
 * io.github.diffusionelites.device.Noise#PORTABLE}, whatever is wished for.
 */
public final class CpuProvider implements DeviceProvider {

    /** The property that sets the lanes of the device, in [1, 4096]; the cores that the JVM sees where it is missing. */
    public static final String LANES_PROPERTY = "elites.cpu.lanes";

    private static final int MOST_LANES = 4096;

    /** For {@link java.util.ServiceLoader}. */
    public CpuProvider() {}

    @Override
    public String kind() {
        return "cpu";
    }

    @Override
    public int preference() {
        return 0;
    }

    @Override
    public Probe probe(DeviceOptions options) {
        try {
            return Probe.found(kind(), List.of(info()));
        } catch (DeviceUnavailableException e) {
            return Probe.nothing(kind(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Device open(int index, DeviceOptions options) {
        return new ManagedDevice(new CpuBackend(info()));
    }

    private DeviceInfo info() {
        NativeLibrary.lookup();
        bind();
        String instructionSet = ElitesAbi.instructionSet();
        int lanes = lanes();
        long memory = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os
                ? os.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
        return new DeviceInfo(
                kind(),
                ProcessorName.read(ProcessorName.SYSTEM).orElse("CPU") + ", " + lanes
                        + (lanes == 1 ? " lane" : " lanes"),
                instructionSet,
                ElitesAbi.multipliesBfloat16(),
                lanes,
                memory,
                ElitesAbi.libraries());
    }

    private static int lanes() {
        String wish = System.getProperty(LANES_PROPERTY, "");
        if (wish.isEmpty()) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            int lanes = Integer.parseInt(wish);
            if (lanes >= 1 && lanes <= MOST_LANES) {
                return lanes;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range is.
        }
        throw new DeviceUnavailableException("The system property " + LANES_PROPERTY + " is \"" + wish
                + "\", but must be a number of lanes in [1, " + MOST_LANES + "].");
    }

    /** Binds all functions now, where one that is missing can still be told as a device that is not there. */
    private static void bind() {
        try {
            MethodHandles.Lookup here = MethodHandles.lookup();
            here.ensureInitialized(ElitesAbi.class);
            here.ensureInitialized(ProposalAbi.class);
        } catch (IllegalAccessException e) {
            throw new AssertionError("Classes of a package can see each other.", e);
        } catch (LinkageError e) {
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new DeviceUnavailableException(
                    "The native library does not have all functions of its ABI version " + ElitesAbi.VERSION + " ("
                            + reason + "); build it and this jar from the same sources.",
                    e);
        }
    }
}
