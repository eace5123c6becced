package io.github.diffusionelites.cuda;

import io.github.diffusionelites.cuda.driver.CheckedDevices;
import io.github.diffusionelites.cuda.driver.CheckedDriver;
import io.github.diffusionelites.cuda.driver.DriverProbe;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceException;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceOptions;
import io.github.diffusionelites.device.DeviceUnavailableException;
import io.github.diffusionelites.device.engine.Cleanup;
import io.github.diffusionelites.device.engine.ManagedDevice;
import io.github.diffusionelites.device.spi.DeviceProvider;
import io.github.diffusionelites.device.spi.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** NVIDIA GPUs, through their driver. */
public final class CudaProvider implements DeviceProvider {

    /** What the name of a device begins with that no GPU is behind. */
    private static final String EMULATED = "Emulated";

    /** Chunks in flight: one is decoded while another begins or ends, when few blocks are left. */
    private static final int LANES = 2;

    // Numbers of CUdevice_attribute.
    private static final int MULTIPROCESSORS = 16;
    private static final int CAPABILITY_MAJOR = 75;
    private static final int CAPABILITY_MINOR = 76;

    /** Null for what options or the property say. */
    private final @Nullable CudaBinding given;

    /** For {@link java.util.ServiceLoader}. */
    public CudaProvider() {
        this(null);
    }

    CudaProvider(@Nullable CudaBinding given) {
        this.given = given;
    }

    private CudaBinding binding(DeviceOptions options) {
        return given == null ? CudaBinding.of(options.binding()) : given;
    }

    @Override
    public String kind() {
        return "cuda";
    }

    @Override
    public int preference() {
        return 1;
    }

    @Override
    public boolean takesBinding() {
        return true;
    }

    @Override
    public Probe probe(DeviceOptions options) {
        try {
            CudaBinding binding = binding(options);
            DriverProbe found = binding.probe();
            if (!found.usable()) {
                return none(found.problem());
            }
            if (!KernelImage.isBuilt(KernelImage.bytes()) && !isEmulated(binding)) {
                return none("The kernels of this build are missing, because there was no nvcc when it was made; install"
                        + " the CUDA toolkit and build again, or set the system property "
                        + KernelImage.PATH_PROPERTY + " to a file with the kernels.");
            }
            List<DeviceInfo> devices = devices(binding, found);
            if (devices.isEmpty()) {
                return none("The NVIDIA driver finds no GPU.");
            }
            // An emulated driver is for tests, which ask for it by name.
            boolean automatic = !devices.getFirst().name().startsWith(EMULATED);
            return new Probe(kind(), devices, "", automatic);
        } catch (DeviceUnavailableException | DeviceException e) {
            return none(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<Finding> examine() {
        return CudaDoctor.examine(probe().devices());
    }

    @Override
    public Device open(int index, DeviceOptions options) {
        return open(index, options, driver -> CudaContext.open(driver, index));
    }

    /** Opens a device in a context. */
    Device open(int index, DeviceOptions options, Function<CheckedDriver, CudaContext> opening) {
        return PlatformThread.call(() -> openHere(index, options, opening));
    }

    private Device openHere(int index, DeviceOptions options, Function<CheckedDriver, CudaContext> opening) {
        CudaBinding binding = binding(options);
        CheckedDriver driver = binding.driver();
        driver.devices().initialize();
        DeviceInfo info = info(driver.devices(), index, binding, binding.probe());
        CudaContext context = opening.apply(driver);
        try {
            CudaLimits limits = CudaLimits.of(driver, context.device());
            return new ManagedDevice(
                    new CudaBackend(info, context, limits, binding.products(context), options.deviceCodeAllowed()));
        } catch (RuntimeException e) {
            Cleanup.after(e, context::close);
            throw e;
        }
    }

    private Probe none(String reason) {
        return Probe.nothing(kind(), reason);
    }

    private static boolean isEmulated(CudaBinding binding) {
        CheckedDevices devices = initialized(binding);
        return devices.count() > 0 && devices.name(devices.get(0)).startsWith(EMULATED);
    }

    private List<DeviceInfo> devices(CudaBinding binding, DriverProbe found) {
        CheckedDevices devices = initialized(binding);
        List<DeviceInfo> infos = new ArrayList<>();
        for (int index = 0; index < devices.count(); index++) {
            infos.add(info(devices, index, binding, found));
        }
        return infos;
    }

    private static CheckedDevices initialized(CudaBinding binding) {
        CheckedDevices devices = binding.driver().devices();
        devices.initialize();
        return devices;
    }

    private DeviceInfo info(CheckedDevices devices, int index, CudaBinding binding, DriverProbe found) {
        int device = devices.get(index);
        return new DeviceInfo(
                kind() + ":" + index,
                devices.name(device) + ", " + devices.attribute(device, MULTIPROCESSORS) + " multiprocessors",
                "sm_" + devices.attribute(device, CAPABILITY_MAJOR) + devices.attribute(device, CAPABILITY_MINOR),
                true,
                LANES,
                devices.totalMemory(device),
                "NVIDIA driver for CUDA " + found.versionText() + ", binding " + binding);
    }
}
