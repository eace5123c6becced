package io.github.diffusionelites.cli;

import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.spi.DeviceProvider;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says which devices there are, and why others are not. */
@Command(
        name = "devices",
        description = "List the devices that were found, and why others were not.",
        mixinStandardHelpOptions = true)
final class DevicesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<DeviceProvider.Probe> probes = Devices.probe();
        if (probes.isEmpty()) {
            out.println("This build has no device provider on its class path.");
        }
        String automatic = null;
        for (DeviceProvider.Probe probe : probes) {
            for (DeviceInfo info : probe.devices()) {
                out.println(DeviceLine.of(info));
                automatic = automatic == null && probe.automatic() ? info.id() : automatic;
            }
            if (!probe.available()) {
                out.println(probe.kind() + ": not available: " + probe.reason());
            }
        }
        if (automatic != null) {
            out.println("auto chooses " + automatic + ".");
        }
        return ExitCodes.DONE;
    }
}
