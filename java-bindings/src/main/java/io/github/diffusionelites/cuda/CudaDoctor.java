package io.github.diffusionelites.cuda;

import io.github.diffusionelites.cuda.blas.BlasProbe;
import io.github.diffusionelites.cuda.driver.DriverLibrary;
import io.github.diffusionelites.cuda.driver.DriverProbe;
import io.github.diffusionelites.cuda.nvrtc.NvrtcLibrary;
import io.github.diffusionelites.cuda.nvrtc.NvrtcProbe;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceUnavailableException;
import io.github.diffusionelites.device.spi.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at all that the CUDA device needs or can use, each part apart from the others. */
final class CudaDoctor {

    private static final String DRIVER_CURE = "Install the NVIDIA driver 525 or a newer one, or name its file "
            + "libcuda.so.1 by the system property " + DriverLibrary.PATH_PROPERTY + ".";
    private static final String KERNELS_CURE = "Install the CUDA toolkit (nvcc) and build again, or name a file with"
            + " the kernels by the system property " + KernelImage.PATH_PROPERTY + ".";

    private static final String BLAS_CURE =
            "Only jobs with products = \"library\" need it: install cuBLAS 12, or, for the" + " binding ffm, 13.";

    private CudaDoctor() {}

    /**
     * Returns what there is.
     *
     * @param devices that were found
     */
    static List<Finding> examine(List<DeviceInfo> devices) {
        List<Finding> findings = new ArrayList<>();
        DriverProbe driver = DriverLibrary.probe();
        findings.add(
                driver.usable()
                        ? Finding.usable("driver", driver.library() + ", for CUDA " + driver.versionText())
                        : Finding.missing("driver", driver.problem(), DRIVER_CURE));
        for (CudaBinding binding : CudaBinding.values()) {
            findings.add(binding(binding, driver));
        }
        findings.add(kernels(devices));
        for (CudaBinding binding : CudaBinding.values()) {
            findings.add(blas("cuBLAS by " + binding, binding.blasProbe()));
        }
        findings.add(nvrtc());
        return findings;
    }

    private static Finding binding(CudaBinding binding, DriverProbe driver) {
        String subject = "binding " + binding;
        DriverProbe probe = binding.probe();
        if (probe.usable()) {
            return Finding.usable(subject, "usable");
        }
        return driver.usable()
                ? Finding.missing(subject, probe.problem(), "Use the other binding, or install what is missing.")
                : Finding.missing(subject, "There is no driver to call.", DRIVER_CURE);
    }

    private static Finding kernels(List<DeviceInfo> devices) {
        try {
            byte[] image = KernelImage.bytes();
            if (!KernelImage.isBuilt(image)) {
                return Finding.missing("kernels", "There was no nvcc when this was built.", KERNELS_CURE);
            }
            Optional<FatBinary> binary = FatBinary.of(image);
            if (binary.isEmpty()) {
                return Finding.usable("kernels", "an image of one architecture, " + image.length + " bytes");
            }
            List<String> ways = new ArrayList<>();
            for (DeviceInfo device : devices) {
                String way = binary.get().way(RewardCode.architecture(device));
                if (way.isEmpty()) {
                    return Finding.missing(
                            "kernels",
                            "They are built for " + binary.get() + ", but " + device.id() + " is "
                                    + device.instructionSet() + ".",
                            "Build again with -Delites.kernels.architectures=" + RewardCode.architecture(device) + ".");
                }
                ways.add(device.id() + " runs " + way);
            }
            return Finding.usable("kernels", binary.get() + (ways.isEmpty() ? "" : "; " + String.join(", ", ways)));
        } catch (DeviceUnavailableException e) {
            return Finding.missing("kernels", String.valueOf(e.getMessage()), KERNELS_CURE);
        }
    }

    private static Finding blas(String subject, BlasProbe probe) {
        return probe.usable()
                ? Finding.usable(subject, probe.library())
                : Finding.missing(subject, probe.problem(), BLAS_CURE);
    }

    private static Finding nvrtc() {
        NvrtcProbe probe = NvrtcLibrary.probe();
        return probe.usable()
                ? Finding.usable("NVRTC", probe.library() + ", version " + probe.version())
                : Finding.missing(
                        "NVRTC",
                        probe.problem(),
                        "Only rewards in CUDA C++ need it: install the CUDA toolkit's libnvrtc.so.13 or .12, or name"
                                + " its file by the system property " + NvrtcLibrary.PATH_PROPERTY + ".");
    }
}
