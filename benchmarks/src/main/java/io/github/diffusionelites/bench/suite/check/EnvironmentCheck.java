package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.bench.suite.report.SystemManagement;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.spi.DeviceProvider;
import io.github.diffusionelites.device.spi.Finding;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What there is: a device, its driver, bindings, kernels, libraries, memory and clocks. */
final class EnvironmentCheck implements Check {

    private static final String MORE = "driver_version,compute_mode,mig.mode.current,ecc.mode.current,memory.total,"
            + "memory.used,persistence_mode";

    @Override
    public String name() {
        return "environment";
    }

    @Override
    public String about() {
        return "driver, device, memory, clocks, bindings and libraries";
    }

    @Override
    public int seconds() {
        return 90;
    }

    @Override
    public String run(CheckSettings settings) throws IOException {
        List<Finding> findings = CudaDevice.findings();
        String found = findings.stream().map(EnvironmentCheck::line).collect(Collectors.joining("\n"));
        DeviceProvider.Probe probe = CudaDevice.probe();
        if (!probe.available()) {
            throw new AssertionError(probe.reason() + "\n" + found);
        }
        DeviceInfo info = probe.devices().getFirst();
        String device = "%s, %s, %.1f GiB, %d of its kind"
                .formatted(
                        info.name(),
                        info.instructionSet(),
                        info.memoryBytes() / 0x1p30,
                        probe.devices().size());
        new DeviceNote(device, info.libraries() + "; " + SystemManagement.query("driver_version")).write(settings);
        return String.join("\n", device, found, "nvidia-smi: " + MORE + ": " + SystemManagement.query(MORE));
    }

    private static String line(Finding finding) {
        return String.format(
                Locale.ROOT, "%s%s: %s", finding.subject(), finding.usable() ? "" : " missing", finding.found());
    }
}
